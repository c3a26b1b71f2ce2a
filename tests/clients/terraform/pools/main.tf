# A user pool and what belongs to it.
variable "edition" {
  type = number
}

resource "aws_cognito_user_pool" "people" {
  name                     = "people"
  username_attributes      = ["email"]
  auto_verified_attributes = ["email"]
  mfa_configuration        = "OFF"
  deletion_protection      = "INACTIVE"
  password_policy {
    minimum_length                   = 8 + var.edition
    require_lowercase                = true
    require_numbers                  = true
    require_symbols                  = false
    require_uppercase                = true
    temporary_password_validity_days = 7
  }
  admin_create_user_config {
    allow_admin_create_user_only = false
  }
  account_recovery_setting {
    recovery_mechanism {
      name     = "verified_email"
      priority = 1
    }
  }
  tags = { edition = tostring(var.edition) }
}

resource "aws_cognito_resource_server" "pets" {
  user_pool_id = aws_cognito_user_pool.people.id
  identifier   = "https://pets.example.com"
  name         = "pets-${var.edition}"
  scope {
    scope_name        = "read"
    scope_description = "reads pets"
  }
}

resource "aws_cognito_user_pool_client" "page" {
  user_pool_id                         = aws_cognito_user_pool.people.id
  name                                 = "page"
  generate_secret                      = false
  explicit_auth_flows                  = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid", "email"]
  callback_urls                        = ["https://pets.example.com/signed-in"]
  logout_urls                          = ["https://pets.example.com/signed-out"]
  supported_identity_providers         = ["COGNITO"]
  prevent_user_existence_errors        = "ENABLED"
  access_token_validity                = 30 * var.edition
  token_validity_units {
    access_token = "minutes"
  }
}

resource "aws_cognito_user_pool_client" "machine" {
  user_pool_id                         = aws_cognito_user_pool.people.id
  name                                 = "machine"
  generate_secret                      = true
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["client_credentials"]
  allowed_oauth_scopes                 = aws_cognito_resource_server.pets.scope_identifiers
}

resource "aws_cognito_user_pool_domain" "people" {
  domain       = "people"
  user_pool_id = aws_cognito_user_pool.people.id
}

resource "aws_cognito_user_group" "keepers" {
  name         = "keepers"
  user_pool_id = aws_cognito_user_pool.people.id
  description  = "edition ${var.edition}"
  precedence   = var.edition
}

resource "aws_cognito_user" "ada" {
  user_pool_id = aws_cognito_user_pool.people.id
  username     = "ada@example.com"
  password     = "Lovelace-1815"
  attributes = {
    email          = "ada@example.com"
    email_verified = "true"
  }
}

resource "aws_cognito_user_in_group" "ada" {
  user_pool_id = aws_cognito_user_pool.people.id
  group_name   = aws_cognito_user_group.keepers.name
  username     = aws_cognito_user.ada.username
}
