# Functions with what belongs to them.
variable "edition" {
  type = number
}

resource "aws_iam_role" "function" {
  name = "function"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_lambda_layer_version" "layer" {
  layer_name          = "layer"
  description         = "edition ${var.edition}"
  filename            = "${path.module}/function.zip"
  compatible_runtimes = ["nodejs22.x"]
}

resource "aws_lambda_function" "function" {
  function_name                  = "function"
  description                    = "edition ${var.edition}"
  role                           = aws_iam_role.function.arn
  runtime                        = "nodejs22.x"
  handler                        = "index.handler"
  filename                       = "${path.module}/function.zip"
  memory_size                    = 128 * var.edition
  timeout                        = 10
  publish                        = true
  layers                         = [aws_lambda_layer_version.layer.arn]
  reserved_concurrent_executions = 5 * var.edition
  architectures                  = ["x86_64"]
  ephemeral_storage {
    size = 512
  }
  environment {
    variables = { EDITION = tostring(var.edition) }
  }
  dead_letter_config {
    target_arn = "arn:aws:sqs:us-east-1:000000000000:dead"
  }
  tracing_config {
    mode = "PassThrough"
  }
  tags = { edition = tostring(var.edition) }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "edition ${var.edition}"
  function_name    = aws_lambda_function.function.function_name
  function_version = aws_lambda_function.function.version
}

resource "aws_lambda_function_event_invoke_config" "function" {
  function_name                = aws_lambda_function.function.function_name
  maximum_event_age_in_seconds = 60 * var.edition
  maximum_retry_attempts       = 1
  destination_config {
    on_failure {
      destination = "arn:aws:sqs:us-east-1:000000000000:failed"
    }
  }
}

resource "aws_lambda_function_url" "live" {
  function_name      = aws_lambda_function.function.function_name
  qualifier          = aws_lambda_alias.live.name
  authorization_type = var.edition == 1 ? "NONE" : "AWS_IAM"
  cors {
    allow_origins = ["https://a.example"]
    allow_methods = ["GET"]
    max_age       = 60
  }
}

resource "aws_lambda_permission" "gateway" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.function.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "arn:aws:execute-api:us-east-1:000000000000:*/*"
}

resource "aws_lambda_provisioned_concurrency_config" "live" {
  function_name                     = aws_lambda_function.function.function_name
  qualifier                         = aws_lambda_alias.live.name
  provisioned_concurrent_executions = 1
}

data "aws_lambda_invocation" "live" {
  function_name = aws_lambda_function.function.function_name
  qualifier     = aws_lambda_alias.live.name
  input         = jsonencode({ hello = "world" })
}

output "answer" {
  value = data.aws_lambda_invocation.live.result
}
