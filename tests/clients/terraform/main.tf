# Every resource that belongs to APIs, one module for each kind, with the provider as its users write it but for the endpoint.
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "endpoint" {
  type = string
}

variable "issuer" {
  description = "URL of a token issuer that answers."
  type        = string
}

variable "edition" {
  description = "Which values the resources have: the second edition changes what can be changed."
  type        = number
}

provider "aws" {
  region                  = "us-east-1"
  access_key              = "test"
  secret_key              = "test"
  skip_metadata_api_check = true
  max_retries             = 2
  endpoints {
    acm          = var.endpoint
    apigateway   = var.endpoint
    apigatewayv2 = var.endpoint
    cognitoidp   = var.endpoint
    iam          = var.endpoint
    lambda       = var.endpoint
    sts          = var.endpoint
  }
}

# The account's own settings: there is one set of them, so it stands in no module.
resource "aws_iam_role" "logs" {
  name = "logs"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "apigateway.amazonaws.com" }
    }]
  })
}

resource "aws_api_gateway_account" "account" {
  cloudwatch_role_arn = aws_iam_role.logs.arn
}

module "rest" {
  source     = "./rest"
  edition    = var.edition
  depends_on = [aws_api_gateway_account.account]
}

module "http" {
  source  = "./http"
  edition = var.edition
  issuer  = var.issuer
}

module "websocket" {
  source     = "./websocket"
  edition    = var.edition
  depends_on = [aws_api_gateway_account.account]
}

module "functions" {
  source  = "./functions"
  edition = var.edition
}

module "identity" {
  source  = "./identity"
  edition = var.edition
}

module "pools" {
  source  = "./pools"
  edition = var.edition
}

module "certificates" {
  source  = "./certificates"
  edition = var.edition
}

output "answer" {
  value = module.functions.answer
}
