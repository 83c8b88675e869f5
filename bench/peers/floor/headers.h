// Header compression: decoding is nghttp2's, what is sent never changes.

#pragma once

#include <nghttp2/nghttp2.h>

#include <memory>
#include <string>

// What a stream's request headers say, as far as the chat cares.
struct Request {
  std::string path;
  std::string room = "lobby";
};

class HeaderDecoder {
 public:
  HeaderDecoder();

  // False if the block is broken; the connection cannot go on then.
  bool Decode(const std::string& block, Request& request);

 private:
  std::unique_ptr<nghttp2_hd_inflater, decltype(&nghttp2_hd_inflate_del)> inflater_;
};

// `:status: 200` and `content-type: application/grpc`.
const std::string& ResponseHeaders();

// `grpc-status`.
const std::string& Trailers(int status);
