package main

import (
	"google.golang.org/grpc/encoding"
	// Imported so that it registers itself first and the codec below replaces it.
	_ "google.golang.org/grpc/encoding/proto"

	"github.com/golang/protobuf/proto"
)

// An encoded message is already in the form the codec produces.
type encoded []byte

// The codec is gRPC's own, except that it passes encoded messages through.
type codec struct{}

func init() { encoding.RegisterCodec(codec{}) }

func (codec) Name() string { return "proto" }

func (codec) Marshal(v interface{}) ([]byte, error) {
	if message, ok := v.(encoded); ok {
		return message, nil
	}
	return proto.Marshal(v.(proto.Message))
}

func (codec) Unmarshal(data []byte, v interface{}) error {
	return proto.Unmarshal(data, v.(proto.Message))
}
