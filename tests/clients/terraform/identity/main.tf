# Roles, policies, users and keys (security sheet, checklist of IAM).
variable "edition" {
  type = number
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["apigateway.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "caller" {
  name                 = "caller"
  path                 = "/team/"
  description          = "edition ${var.edition}"
  max_session_duration = 3600 * var.edition
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  tags                 = { edition = tostring(var.edition) }
}

resource "aws_iam_role_policy" "inline" {
  name = "inline"
  role = aws_iam_role.caller.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "execute-api:Invoke", Resource = "*", Sid = "Edition${var.edition}" }]
  })
}

resource "aws_iam_policy" "managed" {
  name        = "managed"
  description = "calls an API"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "apigateway:GET", Resource = "*", Sid = "Edition${var.edition}" }]
  })
}

resource "aws_iam_role_policy_attachment" "managed" {
  role       = aws_iam_role.caller.name
  policy_arn = aws_iam_policy.managed.arn
}

resource "aws_iam_user" "developer" {
  name = "developer"
  tags = { edition = tostring(var.edition) }
}

resource "aws_iam_user_policy" "inline" {
  name   = "inline"
  user   = aws_iam_user.developer.name
  policy = aws_iam_policy.managed.policy
}

resource "aws_iam_user_policy_attachment" "managed" {
  user       = aws_iam_user.developer.name
  policy_arn = aws_iam_policy.managed.arn
}

resource "aws_iam_access_key" "developer" {
  user   = aws_iam_user.developer.name
  status = var.edition == 1 ? "Active" : "Inactive"
}

resource "aws_iam_group" "team" {
  name = "team"
}

resource "aws_iam_group_policy" "inline" {
  name   = "inline"
  group  = aws_iam_group.team.name
  policy = aws_iam_policy.managed.policy
}

resource "aws_iam_group_policy_attachment" "managed" {
  group      = aws_iam_group.team.name
  policy_arn = aws_iam_policy.managed.arn
}

resource "aws_iam_group_membership" "team" {
  name  = "team"
  group = aws_iam_group.team.name
  users = [aws_iam_user.developer.name]
}
