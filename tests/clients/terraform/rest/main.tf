# Every resource of REST APIs that the provider has.
variable "edition" {
  type = number
}

data "aws_caller_identity" "current" {}

resource "aws_api_gateway_rest_api" "pets" {
  name                     = "pets"
  description              = "edition ${var.edition}"
  binary_media_types       = ["image/png", "application/octet-stream"]
  minimum_compression_size = 1024
  api_key_source           = "HEADER"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
  tags = { edition = tostring(var.edition) }
}

resource "aws_api_gateway_rest_api_policy" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "execute-api:Invoke"
      Resource  = "${aws_api_gateway_rest_api.pets.execution_arn}/*"
    }]
  })
}

resource "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  parent_id   = aws_api_gateway_rest_api.pets.root_resource_id
  path_part   = var.edition == 1 ? "pets" : "animals"
}

resource "aws_api_gateway_resource" "pet" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  parent_id   = aws_api_gateway_resource.pets.id
  path_part   = "{id}"
}

resource "aws_api_gateway_model" "pet" {
  rest_api_id  = aws_api_gateway_rest_api.pets.id
  name         = "Pet"
  description  = "edition ${var.edition}"
  content_type = "application/json"
  schema = jsonencode({
    type       = "object"
    properties = { name = { type = "string" } }
  })
}

resource "aws_api_gateway_request_validator" "all" {
  rest_api_id                 = aws_api_gateway_rest_api.pets.id
  name                        = "all"
  validate_request_body       = true
  validate_request_parameters = var.edition == 1
}

resource "aws_lambda_permission" "gateway" {
  statement_id  = "gateway"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.pets.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.pets.execution_arn}/*"
}

resource "aws_iam_role" "lambda" {
  name = "pets-function"
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
  function_name = "pets"
  role          = aws_iam_role.lambda.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "${path.module}/function.zip"
  timeout       = var.edition == 1 ? 3 : 5
  environment {
    variables = { EDITION = tostring(var.edition) }
  }
}

resource "aws_api_gateway_authorizer" "token" {
  rest_api_id                      = aws_api_gateway_rest_api.pets.id
  name                             = "token"
  type                             = "TOKEN"
  authorizer_uri                   = aws_lambda_function.pets.invoke_arn
  authorizer_credentials           = aws_iam_role.lambda.arn
  identity_source                  = "method.request.header.Authorization"
  identity_validation_expression   = "^Bearer .+$"
  authorizer_result_ttl_in_seconds = var.edition == 1 ? 300 : 60
}

resource "aws_api_gateway_authorizer" "request" {
  rest_api_id     = aws_api_gateway_rest_api.pets.id
  name            = "request"
  type            = "REQUEST"
  authorizer_uri  = aws_lambda_function.pets.invoke_arn
  identity_source = "method.request.header.X-Who,method.request.querystring.who"
}

resource "aws_api_gateway_method" "get" {
  rest_api_id      = aws_api_gateway_rest_api.pets.id
  resource_id      = aws_api_gateway_resource.pet.id
  http_method      = "GET"
  authorization    = "CUSTOM"
  authorizer_id    = aws_api_gateway_authorizer.token.id
  api_key_required = var.edition == 2
  operation_name   = "getPet"
  request_parameters = {
    "method.request.path.id"            = true
    "method.request.querystring.fields" = var.edition == 2
  }
}

resource "aws_api_gateway_method" "post" {
  rest_api_id          = aws_api_gateway_rest_api.pets.id
  resource_id          = aws_api_gateway_resource.pets.id
  http_method          = "POST"
  authorization        = "NONE"
  request_validator_id = aws_api_gateway_request_validator.all.id
  request_models       = { "application/json" = aws_api_gateway_model.pet.name }
}

resource "aws_api_gateway_method" "options" {
  rest_api_id   = aws_api_gateway_rest_api.pets.id
  resource_id   = aws_api_gateway_resource.pets.id
  http_method   = "OPTIONS"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "get" {
  rest_api_id             = aws_api_gateway_rest_api.pets.id
  resource_id             = aws_api_gateway_resource.pet.id
  http_method             = aws_api_gateway_method.get.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.pets.invoke_arn
}

resource "aws_api_gateway_integration" "post" {
  rest_api_id             = aws_api_gateway_rest_api.pets.id
  resource_id             = aws_api_gateway_resource.pets.id
  http_method             = aws_api_gateway_method.post.http_method
  type                    = "HTTP"
  integration_http_method = "POST"
  uri                     = "https://example.com/pets/{kind}"
  timeout_milliseconds    = var.edition == 1 ? 29000 : 5000
  passthrough_behavior    = "WHEN_NO_TEMPLATES"
  content_handling        = "CONVERT_TO_TEXT"
  cache_key_parameters    = ["integration.request.path.kind"]
  cache_namespace         = "pets"
  request_parameters = {
    "integration.request.header.X-Edition" = "'${var.edition}'"
    "integration.request.path.kind"        = "'dogs'"
  }
  request_templates = { "application/json" = "$input.json('$')" }
  tls_config {
    insecure_skip_verification = var.edition == 1
  }
}

resource "aws_api_gateway_integration" "options" {
  rest_api_id       = aws_api_gateway_rest_api.pets.id
  resource_id       = aws_api_gateway_resource.pets.id
  http_method       = aws_api_gateway_method.options.http_method
  type              = "MOCK"
  request_templates = { "application/json" = "{\"statusCode\": 200}" }
}

resource "aws_api_gateway_method_response" "post" {
  rest_api_id         = aws_api_gateway_rest_api.pets.id
  resource_id         = aws_api_gateway_resource.pets.id
  http_method         = aws_api_gateway_method.post.http_method
  status_code         = "200"
  response_models     = { "application/json" = "Empty" }
  response_parameters = { "method.response.header.X-Pet" = var.edition == 1 }
}

resource "aws_api_gateway_method_response" "options" {
  rest_api_id         = aws_api_gateway_rest_api.pets.id
  resource_id         = aws_api_gateway_resource.pets.id
  http_method         = aws_api_gateway_method.options.http_method
  status_code         = "200"
  response_parameters = { "method.response.header.Access-Control-Allow-Origin" = true }
}

resource "aws_api_gateway_integration_response" "post" {
  rest_api_id         = aws_api_gateway_rest_api.pets.id
  resource_id         = aws_api_gateway_resource.pets.id
  http_method         = aws_api_gateway_integration.post.http_method
  status_code         = aws_api_gateway_method_response.post.status_code
  response_parameters = { "method.response.header.X-Pet" = "integration.response.header.X-Pet" }
  response_templates  = { "application/json" = "{\"edition\": ${var.edition}}" }
}

resource "aws_api_gateway_integration_response" "options" {
  rest_api_id         = aws_api_gateway_rest_api.pets.id
  resource_id         = aws_api_gateway_resource.pets.id
  http_method         = aws_api_gateway_integration.options.http_method
  status_code         = aws_api_gateway_method_response.options.status_code
  response_parameters = { "method.response.header.Access-Control-Allow-Origin" = "'*'" }
}

resource "aws_api_gateway_gateway_response" "denied" {
  rest_api_id         = aws_api_gateway_rest_api.pets.id
  response_type       = "UNAUTHORIZED"
  status_code         = var.edition == 1 ? "401" : "403"
  response_templates  = { "application/json" = "{\"message\": $context.error.messageString}" }
  response_parameters = { "gatewayresponse.header.Authorization" = "'Basic'" }
}

resource "aws_api_gateway_documentation_part" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  properties  = jsonencode({ description = "edition ${var.edition}" })
  location {
    type   = "METHOD"
    method = "POST"
    path   = "/pets"
  }
}

resource "aws_api_gateway_documentation_version" "first" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  version     = "v1"
  description = "edition ${var.edition}"
  depends_on  = [aws_api_gateway_documentation_part.pets]
}

resource "aws_api_gateway_deployment" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  triggers    = { edition = var.edition }
  depends_on = [
    aws_api_gateway_integration.get, aws_api_gateway_integration.post, aws_api_gateway_integration.options,
    aws_api_gateway_integration_response.post, aws_api_gateway_integration_response.options,
  ]
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_client_certificate" "backend" {
  description = "edition ${var.edition}"
}

resource "aws_api_gateway_stage" "live" {
  rest_api_id           = aws_api_gateway_rest_api.pets.id
  deployment_id         = aws_api_gateway_deployment.pets.id
  stage_name            = "live"
  description           = "edition ${var.edition}"
  client_certificate_id = aws_api_gateway_client_certificate.backend.id
  documentation_version = aws_api_gateway_documentation_version.first.version
  cache_cluster_enabled = var.edition == 2
  cache_cluster_size    = "0.5"
  xray_tracing_enabled  = var.edition == 1
  variables             = { edition = tostring(var.edition) }
  access_log_settings {
    destination_arn = "arn:aws:logs:us-east-1:${data.aws_caller_identity.current.account_id}:log-group:pets"
    format          = "$context.requestId"
  }
  tags = { edition = tostring(var.edition) }
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = "*/*"
  settings {
    metrics_enabled        = true
    logging_level          = var.edition == 1 ? "INFO" : "ERROR"
    throttling_rate_limit  = 50
    throttling_burst_limit = 25 * var.edition
  }
}

resource "aws_api_gateway_method_settings" "post" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = "${var.edition == 1 ? "pets" : "animals"}/POST"
  settings {
    caching_enabled      = true
    cache_ttl_in_seconds = 60
    cache_data_encrypted = true
  }
  depends_on = [aws_api_gateway_method_settings.all]
}

resource "aws_api_gateway_api_key" "key" {
  name        = "key"
  description = "edition ${var.edition}"
  enabled     = var.edition == 1
  tags        = { edition = tostring(var.edition) }
}

resource "aws_api_gateway_usage_plan" "plan" {
  name        = "plan"
  description = "edition ${var.edition}"
  api_stages {
    api_id = aws_api_gateway_rest_api.pets.id
    stage  = aws_api_gateway_stage.live.stage_name
    throttle {
      path        = "/pets/POST"
      burst_limit = 5
      rate_limit  = 10 * var.edition
    }
  }
  quota_settings {
    limit  = 1000 * var.edition
    offset = 2
    period = "WEEK"
  }
  throttle_settings {
    burst_limit = 20
    rate_limit  = 40
  }
  tags = { edition = tostring(var.edition) }
}

resource "aws_api_gateway_usage_plan_key" "key" {
  key_id        = aws_api_gateway_api_key.key.id
  key_type      = "API_KEY"
  usage_plan_id = aws_api_gateway_usage_plan.plan.id
}

resource "aws_api_gateway_vpc_link" "link" {
  name        = "link"
  description = "edition ${var.edition}"
  target_arns = ["arn:aws:elasticloadbalancing:us-east-1:${data.aws_caller_identity.current.account_id}:loadbalancer/net/pets/0123456789abcdef"]
}

resource "aws_api_gateway_domain_name" "pets" {
  domain_name              = "pets.example.com"
  regional_certificate_arn = "arn:aws:acm:us-east-1:${data.aws_caller_identity.current.account_id}:certificate/0e1a2b3c-0000-4000-8000-000000000000"
  security_policy          = "TLS_1_2"
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_base_path_mapping" "pets" {
  api_id      = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  domain_name = aws_api_gateway_domain_name.pets.domain_name
  base_path   = var.edition == 1 ? "v1" : "v2"
}

# Made of a definition, with attributes of its own that must survive it.
resource "aws_api_gateway_rest_api" "imported" {
  name        = "imported"
  description = "edition ${var.edition}"
  body = jsonencode({
    openapi = "3.0.1"
    info    = { title = "from the definition", version = "1.0" }
    paths = {
      "/things/${var.edition}" = {
        get = {
          responses = { "200" = { description = "ok" } }
          x-amazon-apigateway-integration = {
            type             = "mock"
            requestTemplates = { "application/json" = "{\"statusCode\": 200}" }
            responses        = { default = { statusCode = "200" } }
          }
        }
      }
    }
  })
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

data "aws_api_gateway_resource" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  path        = aws_api_gateway_resource.pets.path
}

data "aws_api_gateway_export" "pets" {
  rest_api_id = aws_api_gateway_rest_api.pets.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  export_type = "oas30"
}

output "invoke_url" {
  value = aws_api_gateway_stage.live.invoke_url
}
