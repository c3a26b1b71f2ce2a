# Every resource of HTTP APIs that the provider has.
variable "edition" {
  type = number
}

variable "issuer" {
  type = string
}

data "aws_caller_identity" "current" {}

resource "aws_iam_role" "role" {
  name = "http-api"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["lambda.amazonaws.com", "apigateway.amazonaws.com"] }
    }]
  })
}

resource "aws_lambda_function" "pets" {
  function_name = "http-pets"
  role          = aws_iam_role.role.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "${path.module}/function.zip"
}

resource "aws_apigatewayv2_api" "pets" {
  name                         = "pets"
  description                  = "edition ${var.edition}"
  protocol_type                = "HTTP"
  disable_execute_api_endpoint = var.edition == 2
  dynamic "cors_configuration" {
    for_each = var.edition == 1 ? [1] : []
    content {
      allow_origins  = ["https://a.example"]
      allow_methods  = ["GET", "POST"]
      allow_headers  = ["x-a"]
      expose_headers = ["x-b"]
      max_age        = 300
    }
  }
  tags = { edition = tostring(var.edition) }
}

resource "aws_apigatewayv2_vpc_link" "link" {
  name               = "link-${var.edition}"
  subnet_ids         = ["subnet-0123456789abcdef0"]
  security_group_ids = ["sg-0123456789abcdef0"]
}

resource "aws_apigatewayv2_integration" "function" {
  api_id                 = aws_apigatewayv2_api.pets.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.pets.invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = var.edition == 1 ? 30000 : 10000
}

resource "aws_apigatewayv2_integration" "backend" {
  api_id             = aws_apigatewayv2_api.pets.id
  integration_type   = "HTTP_PROXY"
  integration_method = "ANY"
  integration_uri    = "https://example.com/{proxy}"
  request_parameters = {
    "append:header.x-edition" = tostring(var.edition)
    "overwrite:path"          = "$request.path"
  }
  response_parameters {
    status_code = 403
    mappings    = { "append:header.x-why" = "$context.error.message" }
  }
}

resource "aws_apigatewayv2_integration" "private" {
  api_id             = aws_apigatewayv2_api.pets.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  connection_type    = "VPC_LINK"
  connection_id      = aws_apigatewayv2_vpc_link.link.id
  integration_uri    = "arn:aws:elasticloadbalancing:us-east-1:${data.aws_caller_identity.current.account_id}:listener/app/pets/0123456789abcdef/0123456789abcdef"
  tls_config {
    server_name_to_verify = "pets.example.com"
  }
}

resource "aws_apigatewayv2_integration" "queue" {
  api_id              = aws_apigatewayv2_api.pets.id
  integration_type    = "AWS_PROXY"
  integration_subtype = "SQS-SendMessage"
  credentials_arn     = aws_iam_role.role.arn
  request_parameters = {
    "QueueUrl"    = "https://sqs.us-east-1.amazonaws.com/${data.aws_caller_identity.current.account_id}/pets"
    "MessageBody" = "$request.body"
  }
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.pets.id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  jwt_configuration {
    audience = ["pets-${var.edition}"]
    issuer   = var.issuer
  }
}

resource "aws_apigatewayv2_authorizer" "function" {
  api_id                            = aws_apigatewayv2_api.pets.id
  name                              = "function"
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = aws_lambda_function.pets.invoke_arn
  authorizer_payload_format_version = "2.0"
  enable_simple_responses           = true
  identity_sources                  = ["$request.header.x-who"]
  authorizer_result_ttl_in_seconds  = var.edition == 1 ? 300 : 0
}

resource "aws_apigatewayv2_route" "default" {
  api_id    = aws_apigatewayv2_api.pets.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.backend.id}"
}

resource "aws_apigatewayv2_route" "get" {
  api_id               = aws_apigatewayv2_api.pets.id
  route_key            = var.edition == 1 ? "GET /pets/{id}" : "GET /animals/{id}"
  target               = "integrations/${aws_apigatewayv2_integration.function.id}"
  authorization_type   = "JWT"
  authorizer_id        = aws_apigatewayv2_authorizer.jwt.id
  authorization_scopes = ["read"]
  operation_name       = "getPet"
}

resource "aws_apigatewayv2_route" "signed" {
  api_id             = aws_apigatewayv2_api.pets.id
  route_key          = "POST /pets"
  target             = "integrations/${aws_apigatewayv2_integration.queue.id}"
  authorization_type = "AWS_IAM"
}

resource "aws_apigatewayv2_deployment" "pets" {
  api_id      = aws_apigatewayv2_api.pets.id
  description = "edition ${var.edition}"
  triggers    = { edition = var.edition }
  depends_on  = [aws_apigatewayv2_route.default, aws_apigatewayv2_route.get, aws_apigatewayv2_route.signed]
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_stage" "live" {
  api_id          = aws_apigatewayv2_api.pets.id
  name            = "live"
  description     = "edition ${var.edition}"
  deployment_id   = aws_apigatewayv2_deployment.pets.id
  stage_variables = var.edition == 1 ? { color = "red" } : { size = "big" }
  access_log_settings {
    destination_arn = "arn:aws:logs:us-east-1:${data.aws_caller_identity.current.account_id}:log-group:pets"
    format          = "$context.requestId"
  }
  default_route_settings {
    throttling_burst_limit = 5
    throttling_rate_limit  = 10
  }
  route_settings {
    route_key                = aws_apigatewayv2_route.default.route_key
    detailed_metrics_enabled = true
    throttling_burst_limit   = 7
    throttling_rate_limit    = 14 * var.edition
  }
  tags = { edition = tostring(var.edition) }
}

resource "aws_apigatewayv2_stage" "automatic" {
  api_id      = aws_apigatewayv2_api.pets.id
  name        = "$default"
  auto_deploy = true
}

resource "aws_apigatewayv2_domain_name" "pets" {
  domain_name = "http.example.com"
  domain_name_configuration {
    certificate_arn = "arn:aws:acm:us-east-1:${data.aws_caller_identity.current.account_id}:certificate/0e1a2b3c-0000-4000-8000-000000000001"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
  tags = { edition = tostring(var.edition) }
}

resource "aws_apigatewayv2_api_mapping" "pets" {
  api_id          = aws_apigatewayv2_api.pets.id
  domain_name     = aws_apigatewayv2_domain_name.pets.id
  stage           = aws_apigatewayv2_stage.live.id
  api_mapping_key = "v1/pets-${var.edition}"
}

# One call makes API, integration, route and stage.
resource "aws_apigatewayv2_api" "quick" {
  name          = "quick"
  protocol_type = "HTTP"
  target        = aws_lambda_function.pets.arn
}

resource "aws_apigatewayv2_api" "imported" {
  name          = "imported"
  protocol_type = "HTTP"
  version       = "1.0" # as the definition says: the provider reads it back
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "imported", version = "1.0" }
    paths = {
      "/things/${var.edition}" = {
        get = {
          x-amazon-apigateway-integration = {
            type                 = "http_proxy"
            httpMethod           = "GET"
            uri                  = "https://example.com"
            payloadFormatVersion = "1.0"
          }
        }
      }
    }
  })
}

data "aws_apigatewayv2_export" "pets" {
  api_id        = aws_apigatewayv2_api.pets.id
  specification = "OAS30"
  output_type   = "JSON"
  stage_name    = aws_apigatewayv2_stage.live.name
}
