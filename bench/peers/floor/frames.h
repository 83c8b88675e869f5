// The parts of HTTP/2 frames this server needs (RFC 9113).

#pragma once

#include <cstddef>
#include <cstdint>

constexpr size_t kFrameHeaderBytes = 9;
constexpr size_t kMaxFrameBytes = 16384;
constexpr int64_t kDefaultWindow = 65535;

enum FrameType : uint8_t {
  kData = 0,
  kHeaders = 1,
  kReset = 3,
  kSettings = 4,
  kPing = 6,
  kWindowUpdate = 8,
  kContinuation = 9,
};

enum FrameFlag : uint8_t {
  kEndStream = 0x1,
  kAcknowledge = 0x1,
  kEndHeaders = 0x4,
  kPadded = 0x8,
  kPriority = 0x20,
};

inline uint32_t Read32(const uint8_t* bytes) {
  return uint32_t{bytes[0]} << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
}

inline void Write32(uint8_t* bytes, uint32_t value) {
  for (int i = 0; i < 4; i++) bytes[i] = static_cast<uint8_t>(value >> (24 - 8 * i));
}

inline void WriteFrameHeader(uint8_t* bytes, size_t length, uint8_t type, uint8_t flags, uint32_t stream) {
  Write32(bytes, static_cast<uint32_t>(length << 8) | type);
  bytes[4] = flags;
  Write32(bytes + 5, stream);
}
