// Command chat is a terminal client for the chat room: one goroutine sends what is typed,
// the main one prints what arrives.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"parley/chat"
)

const usage = "usage: chat --user NAME [--room NAME] [--server HOST:PORT]"

func main() {
	flags := flag.NewFlagSet("chat", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	user := flags.String("user", "", "")
	room := flags.String("room", "lobby", "")
	server := flags.String("server", "localhost:50051", "")
	err := flags.Parse(os.Args[1:])
	address := strings.TrimSuffix(strings.TrimPrefix(*server, "http://"), "/")
	userValid := *user != "" && utf8.ValidString(*user)
	if err != nil || flags.NArg() > 0 || !userValid || !visibleASCII(*room) || !visibleASCII(address) {
		fmt.Fprintln(os.Stderr, usage)
		os.Exit(2)
	}

	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	go func() {
		<-interrupt
		os.Exit(130)
	}()

	if err := run(*user, *room, address); err != nil {
		fmt.Fprintln(os.Stderr, "chat: "+printable(explain(err, address)))
		os.Exit(1)
	}
}

func run(user, room, address string) error {
	connection, err := grpc.Dial(address, grpc.WithInsecure(), grpc.WithConnectParams(grpc.ConnectParams{
		Backoff:           backoff.DefaultConfig,
		MinConnectTimeout: 4 * time.Second,
	}))
	if err != nil {
		return err
	}
	defer connection.Close()

	ctx := metadata.AppendToOutgoingContext(context.Background(), "parley-room", room)
	stream, err := chat.NewChatServiceClient(connection).JoinChat(ctx)
	if err != nil {
		return err
	}

	left := make(chan struct{})
	go func() {
		send(stream, user, os.Stdin)
		close(left)
		stream.CloseSend()
	}()

	for {
		message, err := stream.Recv()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		at := time.Unix(message.Timestamp, 0).Format("15:04:05")
		fmt.Printf("[%s] %s: %s\n", at, printable(message.UserId), printable(message.Text))
	}

	select {
	case <-left:
		return nil
	default:
		return errors.New("the server ended the chat")
	}
}

// send says every line of the input until it ends, a line says "exit", or the stream is over.
func send(stream chat.ChatService_JoinChatClient, user string, input io.Reader) {
	lines := bufio.NewReader(input)
	for {
		line, end := lines.ReadString('\n')
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		switch {
		case line == "exit":
			return
		case !utf8.ValidString(line):
			fmt.Fprintln(os.Stderr, "chat: skipped a line that is not UTF-8")
		case line != "":
			// The reason of a failure is what Recv returns.
			if stream.Send(&chat.ChatMessage{UserId: user, Text: line}) != nil {
				return
			}
		}
		if end != nil {
			return
		}
	}
}

// printable makes text from the network safe for a terminal, on one line.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return utf8.RuneError
		}
		return r
	}, text)
}

func explain(err error, address string) string {
	failure, ok := status.FromError(err)
	switch {
	case !ok:
		return err.Error()
	case failure.Code() == codes.Unavailable:
		return fmt.Sprintf("cannot reach %s: %s", address, failure.Message())
	}
	return fmt.Sprintf("%s: %s", code.Code(failure.Code()), failure.Message())
}

func visibleASCII(text string) bool {
	return text != "" && strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}
