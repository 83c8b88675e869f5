package parley

import (
	"errors"
	"strings"
	"time"

	v1 "parley/v1"
)

// ErrClosed is the reason that Next and Wait return after Close.
var ErrClosed = errors.New("the session is closed")

// Error says why the server refused something, or why the session ended for good.
type Error struct {
	Code   v1.Code
	Reason string
}

func (e *Error) Error() string { return e.CodeName() + ": " + e.Reason }

// CodeName is the code as people and logs name it. A code that this client does not know appears as its number.
func (e *Error) CodeName() string { return strings.TrimPrefix(e.Code.String(), "CODE_") }

func notJoined(room string) error {
	return &Error{v1.Code_CODE_NOT_JOINED, "join " + room + " first"}
}

// isRetryable returns whether to retry after a Rejected with this code.
func isRetryable(code v1.Code) bool {
	return code == v1.Code_CODE_UNAVAILABLE || code == v1.Code_CODE_STORAGE_FULL || code == v1.Code_CODE_OVERLOADED
}

// isFinal returns whether a GoAway with this code ends the session for good.
func isFinal(code v1.Code) bool {
	return code == v1.Code_CODE_INVALID || code == v1.Code_CODE_HELLO_EXPECTED ||
		code == v1.Code_CODE_VERSION_UNSUPPORTED || code == v1.Code_CODE_MALFORMED
}

// streamEnded is the error of a stream that has ended. A new one may work after the pause that the server asked for.
type streamEnded struct {
	reason     string
	retryAfter time.Duration
}

func (e streamEnded) Error() string { return e.reason }

// errEndedOK is the error of a stream that the server ended with the status OK.
var errEndedOK error = streamEnded{reason: "the server ended the stream"}
