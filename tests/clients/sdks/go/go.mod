module caller

go 1.19

require simplecalcsdk v0.0.0

replace simplecalcsdk => ../simplecalcsdk
