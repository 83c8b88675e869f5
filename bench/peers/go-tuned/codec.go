package main

import (
	"google.golang.org/grpc/encoding"
	// Registers itself first, so that the codec below takes its place.
	_ "google.golang.org/grpc/encoding/proto"

	"github.com/golang/protobuf/proto"
)

// An encoded message is what the codec would make of it.
type encoded []byte

// The codec is gRPC's own, except that it leaves alone what is encoded already.
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
