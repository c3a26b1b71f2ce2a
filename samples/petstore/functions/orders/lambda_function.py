"""Reads an order: a Python function behind a Lambda proxy integration."""
import json


def lambda_handler(event, context):
    order_id = event["pathParameters"]["orderId"]
    print(f"order {order_id} asked for by {event['requestContext']['identity']['sourceIp']}")
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps({"id": order_id, "pet": "Tom", "function": context.function_name}),
    }
