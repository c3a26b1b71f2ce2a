# Certificates, and the domain names that show them.
variable "edition" {
  type = number
}

resource "aws_acm_certificate" "imported" {
  private_key      = file("${path.module}/key.pem")
  certificate_body = file("${path.module}/certificate.pem")
  tags             = { edition = tostring(var.edition) }
}

resource "aws_apigatewayv2_domain_name" "pets" {
  domain_name = "pets.example.org"
  domain_name_configuration {
    certificate_arn = aws_acm_certificate.imported.arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_api_gateway_domain_name" "animals" {
  domain_name              = "animals.example.org"
  regional_certificate_arn = aws_acm_certificate.imported.arn
  endpoint_configuration {
    types = ["REGIONAL"]
  }
}
