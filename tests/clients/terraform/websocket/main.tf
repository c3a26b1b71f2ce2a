# Every resource of WebSocket APIs that the provider has.
variable "edition" {
  type = number
}

resource "aws_iam_role" "role" {
  name = "websocket-api"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["lambda.amazonaws.com", "apigateway.amazonaws.com"] }
    }]
  })
}

resource "aws_lambda_function" "chat" {
  function_name = "chat"
  role          = aws_iam_role.role.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "${path.module}/function.zip"
}

resource "aws_apigatewayv2_api" "chat" {
  name                       = "chat"
  description                = "edition ${var.edition}"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = var.edition == 1 ? "$request.body.action" : "$request.body.kind"
  tags                       = { edition = tostring(var.edition) }
}

resource "aws_apigatewayv2_model" "message" {
  api_id       = aws_apigatewayv2_api.chat.id
  name         = "message"
  description  = "edition ${var.edition}"
  content_type = "application/json"
  schema = jsonencode({
    type       = "object"
    properties = { action = { type = "string" } }
  })
}

resource "aws_apigatewayv2_authorizer" "function" {
  api_id           = aws_apigatewayv2_api.chat.id
  name             = "function"
  authorizer_type  = "REQUEST"
  authorizer_uri   = aws_lambda_function.chat.invoke_arn
  identity_sources = var.edition == 1 ? ["route.request.header.Auth"] : ["route.request.querystring.auth"]
}

resource "aws_apigatewayv2_integration" "function" {
  api_id               = aws_apigatewayv2_api.chat.id
  integration_type     = "AWS_PROXY"
  integration_uri      = aws_lambda_function.chat.invoke_arn
  description          = "edition ${var.edition}"
  timeout_milliseconds = var.edition == 1 ? 29000 : 10000
}

resource "aws_apigatewayv2_integration" "mock" {
  api_id                        = aws_apigatewayv2_api.chat.id
  integration_type              = "MOCK"
  template_selection_expression = "\\$default"
  request_templates             = { "$default" = "{\"statusCode\": 200}" }
}

resource "aws_apigatewayv2_integration" "backend" {
  api_id                    = aws_apigatewayv2_api.chat.id
  integration_type          = "HTTP"
  integration_method        = "POST"
  integration_uri           = "https://example.com/chat"
  content_handling_strategy = "CONVERT_TO_TEXT"
  passthrough_behavior      = "WHEN_NO_TEMPLATES"
  request_parameters        = { "integration.request.header.edition" = "'${var.edition}'" }
}

resource "aws_apigatewayv2_integration_response" "mock" {
  api_id                   = aws_apigatewayv2_api.chat.id
  integration_id           = aws_apigatewayv2_integration.mock.id
  integration_response_key = "/200/"
  response_templates       = { "application/json" = "{\"edition\": ${var.edition}}" }
}

resource "aws_apigatewayv2_route" "connect" {
  api_id             = aws_apigatewayv2_api.chat.id
  route_key          = "$connect"
  authorization_type = "CUSTOM"
  authorizer_id      = aws_apigatewayv2_authorizer.function.id
  api_key_required   = var.edition == 2
  target             = "integrations/${aws_apigatewayv2_integration.function.id}"
  request_parameter {
    request_parameter_key = "route.request.querystring.room"
    required              = true
  }
}

resource "aws_apigatewayv2_route" "default" {
  api_id    = aws_apigatewayv2_api.chat.id
  route_key = "$default"
  target    = "integrations/${aws_apigatewayv2_integration.mock.id}"
}

resource "aws_apigatewayv2_route" "send" {
  api_id                              = aws_apigatewayv2_api.chat.id
  route_key                           = "send"
  model_selection_expression          = "action"
  request_models                      = { action = aws_apigatewayv2_model.message.name }
  route_response_selection_expression = "$default"
  operation_name                      = "send"
  target                              = "integrations/${aws_apigatewayv2_integration.backend.id}"
}

resource "aws_apigatewayv2_route_response" "send" {
  api_id             = aws_apigatewayv2_api.chat.id
  route_id           = aws_apigatewayv2_route.send.id
  route_response_key = "$default"
}

resource "aws_apigatewayv2_deployment" "chat" {
  api_id      = aws_apigatewayv2_api.chat.id
  description = "edition ${var.edition}"
  triggers    = { edition = var.edition }
  depends_on  = [aws_apigatewayv2_route.connect, aws_apigatewayv2_route.default, aws_apigatewayv2_route.send]
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_stage" "live" {
  api_id        = aws_apigatewayv2_api.chat.id
  name          = "live"
  description   = "edition ${var.edition}"
  deployment_id = aws_apigatewayv2_deployment.chat.id
  default_route_settings {
    data_trace_enabled       = true
    detailed_metrics_enabled = true
    logging_level            = var.edition == 1 ? "INFO" : "ERROR"
    throttling_burst_limit   = 5
    throttling_rate_limit    = 10
  }
  route_settings {
    route_key              = aws_apigatewayv2_route.send.route_key
    logging_level          = "OFF"
    throttling_burst_limit = 7 * var.edition
    throttling_rate_limit  = 14
  }
  stage_variables = { edition = tostring(var.edition) }
}
