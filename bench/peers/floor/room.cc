#include "room.h"

#include <algorithm>

#include "frames.h"

namespace {

constexpr char kTimestampTag = 0x18;  // field 3, a varint; the last one in a message counts

size_t WriteTimestamp(char* bytes, uint64_t seconds) {
  size_t size = 0;
  bytes[size++] = kTimestampTag;
  for (; seconds > 0x7f; seconds >>= 7) bytes[size++] = static_cast<char>(seconds | 0x80);
  bytes[size++] = static_cast<char>(seconds);
  return size;
}

}  // namespace

void Room::Join(Stream& stream) {
  stream.position = End();
  stream.place = streams_.size();
  streams_.push_back(&stream);
}

void Room::Leave(Stream& stream) {
  streams_.back()->place = stream.place;
  streams_[stream.place] = streams_.back();
  streams_.pop_back();
}

void Room::Post(const uint8_t* message, size_t size, int64_t now) {
  char timestamp[11];
  const size_t timestamp_size = WriteTimestamp(timestamp, static_cast<uint64_t>(now));
  uint8_t prefix[5] = {};
  Write32(prefix + 1, static_cast<uint32_t>(size + timestamp_size));
  bytes_.append(reinterpret_cast<char*>(prefix), sizeof prefix);
  bytes_.append(reinterpret_cast<const char*>(message), size);
  bytes_.append(timestamp, timestamp_size);
  if (!is_active_) active_.push_back(this);
  is_active_ = true;
}

bool Room::Trim() {
  uint64_t slowest = End();
  for (const Stream* stream : streams_) slowest = std::min(slowest, stream->position);
  const uint64_t sent = slowest - start_;
  // Moves at most as many bytes as it drops, which in total is less than copying every byte once.
  if (sent > 0 && sent >= bytes_.size() - sent) {
    bytes_.erase(0, sent);
    start_ = slowest;
  }
  const bool was_full = full_;
  full_ = End() - slowest >= kBacklogBytes;
  return was_full && !full_;
}
