#include "headers.h"

#include <map>
#include <new>

namespace {

constexpr char kStatus200 = '\x88';            // index 8 of the static table
constexpr char kContentType[] = {0x0f, 0x10};   // a value for the name at index 31, not to be indexed
constexpr char kNewName = '\0';                 // a name and a value, not to be indexed

nghttp2_hd_inflater* NewInflater() {
  nghttp2_hd_inflater* inflater = nullptr;
  if (nghttp2_hd_inflate_new(&inflater) != 0) throw std::bad_alloc();
  return inflater;
}

std::string Text(const std::string& text) { return static_cast<char>(text.size()) + text; }

}  // namespace

HeaderDecoder::HeaderDecoder() : inflater_(NewInflater(), nghttp2_hd_inflate_del) {}

bool HeaderDecoder::Decode(const std::string& block, Request& request) {
  auto* next = reinterpret_cast<const uint8_t*>(block.data());
  for (size_t left = block.size();;) {
    nghttp2_nv header;
    int flags = 0;
    const auto used = nghttp2_hd_inflate_hd2(inflater_.get(), &header, &flags, next, left, 1);
    if (used < 0) return false;
    next += used;
    left -= static_cast<size_t>(used);
    if (flags & NGHTTP2_HD_INFLATE_EMIT) {
      const std::string name(reinterpret_cast<char*>(header.name), header.namelen);
      const std::string value(reinterpret_cast<char*>(header.value), header.valuelen);
      if (name == ":path") request.path = value;
      if (name == "parley-room") request.room = value;
    }
    if (flags & NGHTTP2_HD_INFLATE_FINAL) break;
    if (!(flags & NGHTTP2_HD_INFLATE_EMIT) && left == 0) return false;
  }
  return nghttp2_hd_inflate_end_headers(inflater_.get()) == 0;
}

const std::string& ResponseHeaders() {
  static const std::string block = kStatus200 + std::string(kContentType, sizeof kContentType) + Text("application/grpc");
  return block;
}

const std::string& Trailers(int status) {
  static std::map<int, std::string> blocks;
  const auto [block, added] = blocks.try_emplace(status);
  if (added) block->second = kNewName + Text("grpc-status") + Text(std::to_string(status));
  return block->second;
}
