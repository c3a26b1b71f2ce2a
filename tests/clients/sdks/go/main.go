// caller KEY SIGNED-ENDPOINT
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"simplecalcsdk"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func verified(response *simplecalcsdk.Response, err error) string {
	var body map[string]string
	if err := must(response, err).JSON(&body); err != nil {
		panic(err)
	}
	return body["verified"]
}

func main() {
	ctx := context.Background()
	client := simplecalcsdk.New(simplecalcsdk.Config{APIKey: os.Args[1]})
	open := simplecalcsdk.New(simplecalcsdk.Config{})
	hasty := simplecalcsdk.New(simplecalcsdk.Config{Timeout: 200 * time.Millisecond})
	signing := simplecalcsdk.New(simplecalcsdk.Config{
		Endpoint: os.Args[2], Credentials: simplecalcsdk.StaticCredentials("AKID", "SECRET", "TOKEN"),
	})
	op, trace, png, q := "+ &=ü/*'", "t1", "image/png", "b a/ü"
	add := &simplecalcsdk.Input{
		A: simplecalcsdk.Float64(1.5), B: simplecalcsdk.Float64(2), Op: simplecalcsdk.String("add"),
	}
	content := make([]byte, 256)
	for i := range content {
		content[i] = byte(i)
	}

	query := must(client.GetApiRoot(ctx, simplecalcsdk.GetApiRootRequest{A: "1", B: "2", Op: &op}))
	posted := must(client.PostApiRoot(ctx, simplecalcsdk.PostApiRootRequest{Body: add}))
	path := must(client.GetABOp(ctx, simplecalcsdk.GetABOpRequest{A: "x y", B: "ü+ö", Op: "50%", XTrace: &trace}))
	list := must(client.ListHistory(ctx, simplecalcsdk.ListHistoryRequest{}))
	_, keyless := open.ListHistory(ctx, simplecalcsdk.ListHistoryRequest{})
	must(client.PutFile(ctx, simplecalcsdk.PutFileRequest{Proxy: "a/b c.bin", Body: content}))
	file := must(client.GetFile(ctx, simplecalcsdk.GetFileRequest{Proxy: "a/b c.bin", Accept: &png}))
	_, failed := client.Fail(ctx, simplecalcsdk.FailRequest{})
	_, late := hasty.Slow(ctx, simplecalcsdk.SlowRequest{})
	_, dots := client.GetABOp(ctx, simplecalcsdk.GetABOpRequest{A: "..", B: "x", Op: "y"})
	var refused, teapot *simplecalcsdk.Error
	errors.As(keyless, &refused)
	errors.As(failed, &teapot)
	var body map[string]string
	if err := json.Unmarshal(teapot.Body, &body); err != nil {
		panic(err)
	}
	fmt.Println(string(must(json.Marshal(map[string]interface{}{
		"query":      []interface{}{query.Output.C, query.Input.Op, query.History[0].Who, query.Tags["k"]},
		"body":       posted.Input.A,
		"path":       []string{path.Tags["path"], path.Tags["trace"]},
		"list":       []interface{}{len(list), list[0].Output.C},
		"keyless":    refused.Status,
		"binary":     bytes.Equal(file.Body, content),
		"error":      []interface{}{teapot.Status, body["message"]},
		"timeout":    errors.Is(late, context.DeadlineExceeded),
		"dots":       dots != nil,
		"signed":     verified(signing.GetSecure(ctx, simplecalcsdk.GetSecureRequest{Q: &q})),
		"signedBody": verified(signing.PostSecure(ctx, simplecalcsdk.PostSecureRequest{Body: add})),
	}))))
}
