// Header compression: nghttp2 decodes; the headers sent are constant.

#pragma once

#include <nghttp2/nghttp2.h>

#include <memory>
#include <string>

// The request headers of a stream that the chat needs.
struct Request {
  std::string path;
  std::string room = "lobby";
};

class HeaderDecoder {
 public:
  HeaderDecoder();

  // False if the block is invalid; the connection cannot continue then.
  bool Decode(const std::string& block, Request& request);

 private:
  std::unique_ptr<nghttp2_hd_inflater, decltype(&nghttp2_hd_inflate_del)> inflater_;
};

// `:status: 200` and `content-type: application/grpc`.
const std::string& ResponseHeaders();

// `grpc-status`.
const std::string& Trailers(int status);
