# Copied beside the module under test: the provider as its users write it, but for the endpoint.
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

variable "edition" {
  description = "Which values the module has: the second edition changes what can be changed."
  type        = number
  default     = 1
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_metadata_api_check     = true
  skip_region_validation      = true
  max_retries                 = 2
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
