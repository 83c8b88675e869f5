package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
)

// object is a frame or a part of one, in protobuf JSON.
type object map[string]interface{}

func (o object) fields() []string {
	fields := make([]string, 0, len(o))
	for field := range o {
		fields = append(fields, field)
	}
	sort.Strings(fields)
	return fields
}

func (o object) text(field string) string {
	if o[field] == nil {
		return ""
	}
	return fmt.Sprint(o[field])
}

func (o object) number(field string) int64 {
	number, _ := o[field].(json.Number)
	value, _ := number.Int64()
	return value
}

func (o object) object(field string) object {
	inner, _ := o[field].(map[string]interface{})
	return inner
}

// report is what the package has reported, as the frame it came from.
type report struct {
	kind   string
	fields object
}

func (r report) String() string {
	text, _ := json.Marshal(map[string]object{r.kind: r.fields})
	return string(text)
}

// newReport converts the fields to JSON and back, so that they compare equal to those in a transcript.
func newReport(kind string, fields object) report {
	text, err := json.Marshal(fields)
	if err != nil {
		panic(err)
	}
	var decoded object
	if err := decode(text, &decoded); err != nil {
		panic(err)
	}
	return report{kind, decoded}
}

// parse reads a frame, which is an object with one field.
func parse(text string) (string, object, error) {
	var frame map[string]object
	if err := decode([]byte(text), &frame); err != nil {
		return "", nil, err
	}
	for kind, fields := range frame {
		return kind, fields, nil
	}
	return "", nil, errors.New("no frame")
}

func decode(text []byte, into interface{}) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(into)
}
