#include "connection.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <tuple>

#include "frames.h"

namespace {

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr char kPath[] = "/chat.ChatService/JoinChat";
constexpr size_t kPrefixBytes = 5;
constexpr size_t kMaxMessageBytes = 4 << 20;
constexpr size_t kMaxHeaderBytes = 64 << 10;
constexpr size_t kInputBytes = 256 << 10;
constexpr uint32_t kReplenishBytes = 32 << 10;
constexpr uint16_t kInitialWindowSetting = 4;
constexpr int kResourceExhausted = 8;
constexpr int kUnimplemented = 12;

}  // namespace

// One write: frames of several streams, whose bytes are not copied.
struct Connection::Batch {
  static constexpr size_t kMaxFrames = 256;
  static constexpr size_t kMaxBytes = 64 << 10;

  iovec parts[1 + 2 * kMaxFrames];
  uint8_t heads[kMaxFrames][kFrameHeaderBytes];
  size_t part_count = 0;
  size_t frame_count = 0;
  size_t bytes = 0;

  bool HasSpace() const { return frame_count < kMaxFrames && bytes < kMaxBytes; }

  void Add(const char* data, size_t size) {
    parts[part_count++] = {const_cast<char*>(data), size};
    bytes += size;
  }

  void AddFrame(uint8_t type, uint8_t flags, uint32_t stream, const char* payload, size_t size) {
    uint8_t* head = heads[frame_count++];
    WriteFrameHeader(head, size, type, flags, stream);
    Add(reinterpret_cast<char*>(head), kFrameHeaderBytes);
    Add(payload, size);
  }
};

Connection::Connection(Rooms& rooms, int descriptor)
    : rooms_(rooms), descriptor_(descriptor), window_(kDefaultWindow), stream_window_(kDefaultWindow) {
  Queue(kSettings, 0, 0, {});
}

Connection::~Connection() {
  while (!streams_.empty()) Remove(streams_.begin());
  close(descriptor_);
}

void Connection::Read(int64_t now) {
  static uint8_t buffer[kInputBytes];
  for (;;) {
    // The rest of the last frame comes first, so that every frame is contiguous.
    const size_t kept = input_.size();
    std::memcpy(buffer, input_.data(), kept);
    const ssize_t count = recv(descriptor_, buffer + kept, sizeof buffer - kept, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) closed_ = true;
    if (closed_) return;
    const size_t filled = kept + static_cast<size_t>(count);
    const size_t used = Consume(buffer, filled, now);
    input_.assign(reinterpret_cast<char*>(buffer) + used, filled - used);
    // A short read has emptied the socket; the edge-triggered poll reports new bytes.
    if (closed_ || filled < sizeof buffer) return;
  }
}

size_t Connection::Consume(const uint8_t* bytes, size_t size, int64_t now) {
  size_t used = 0;
  if (!greeted_) {
    if (size < kPreface.size()) return 0;
    closed_ = std::memcmp(bytes, kPreface.data(), kPreface.size()) != 0;
    greeted_ = true;
    used = kPreface.size();
  }
  while (!closed_ && size - used >= kFrameHeaderBytes) {
    const uint8_t* frame = bytes + used;
    const size_t length = Read32(frame) >> 8;
    if (length > kMaxFrameBytes) closed_ = true;
    if (closed_ || size - used - kFrameHeaderBytes < length) break;
    Handle(frame[3], frame[4], Read32(frame + 5) & INT32_MAX, frame + kFrameHeaderBytes, length, now);
    used += kFrameHeaderBytes + length;
  }
  return used;
}

void Connection::Handle(uint8_t type, uint8_t flags, uint32_t id, const uint8_t* payload, size_t size, int64_t now) {
  switch (type) {
    case kData:
      return HandleData(flags, id, payload, size, now);
    case kHeaders:
      header_block_.clear();
      header_stream_ = id;
      header_flags_ = flags;
      return HandleHeaders(flags, id, payload, size);
    case kContinuation:
      return HandleHeaders(flags & kEndHeaders, id, payload, size);
    case kReset:
      if (const auto found = streams_.find(id); found != streams_.end()) Remove(found);
      return;
    case kSettings:
      if (!(flags & kAcknowledge)) HandleSettings(payload, size);
      return;
    case kPing:
      if (!(flags & kAcknowledge)) Queue(kPing, kAcknowledge, 0, {reinterpret_cast<const char*>(payload), size});
      return;
    case kWindowUpdate:
      return HandleWindowUpdate(id, payload, size);
  }
}

void Connection::HandleData(uint8_t flags, uint32_t id, const uint8_t* payload, size_t size, int64_t now) {
  unacknowledged_ += static_cast<uint32_t>(size);
  const auto found = streams_.find(id);
  if (found == streams_.end()) return;
  Stream& stream = found->second;
  stream.unacknowledged += static_cast<uint32_t>(size);
  if (flags & kPadded) {
    const size_t padding = size > 0 ? 1 + size_t{payload[0]} : SIZE_MAX;
    closed_ = closed_ || padding > size;
    if (closed_) return;
    payload++;
    size -= padding;
  }
  const auto* bytes = reinterpret_cast<const char*>(payload);
  if (stream.partial.empty()) {
    const size_t used = Post(stream, bytes, size, now);
    stream.partial.assign(bytes + used, size - used);
  } else {
    stream.partial.append(bytes, size);
    stream.partial.erase(0, Post(stream, stream.partial.data(), stream.partial.size(), now));
  }
  if (flags & kEndStream) {
    stream.half_closed = true;
    EndAt(stream, stream.room.End(), 0);
  }
}

// Posts the complete messages at the beginning of `bytes` and returns their length.
size_t Connection::Post(Stream& stream, const char* bytes, size_t size, int64_t now) {
  size_t used = 0;
  while (size - used >= kPrefixBytes) {
    const auto* message = reinterpret_cast<const uint8_t*>(bytes + used);
    const size_t length = Read32(message + 1);
    const bool compressed = message[0] != 0;
    if (compressed || length > kMaxMessageBytes) {
      EndAt(stream, stream.position, compressed ? kUnimplemented : kResourceExhausted);
      return size;
    }
    if (size - used - kPrefixBytes < length) break;
    if (stream.leaves_at == Stream::kStays) stream.room.Post(message + kPrefixBytes, length, now);
    used += kPrefixBytes + length;
  }
  return used;
}

void Connection::EndAt(Stream& stream, uint64_t position, int status) {
  if (stream.leaves_at != Stream::kStays) return;
  stream.leaves_at = position;
  stream.status = status;
}

void Connection::HandleHeaders(uint8_t flags, uint32_t id, const uint8_t* payload, size_t size) {
  const size_t before = (flags & kPadded ? 1 : 0) + (flags & kPriority ? 5 : 0);
  const size_t after = flags & kPadded && size > 0 ? payload[0] : 0;
  if (id != header_stream_ || before + after > size || header_block_.size() > kMaxHeaderBytes) {
    closed_ = true;
    return;
  }
  header_block_.append(reinterpret_cast<const char*>(payload) + before, size - before - after);
  if (flags & kEndHeaders) HandleHeaderBlock();
}

void Connection::HandleHeaderBlock() {
  Request request;
  if (!headers_.Decode(header_block_, request)) {
    closed_ = true;
    return;
  }
  const uint32_t id = header_stream_;
  Queue(kHeaders, kEndHeaders, id, ResponseHeaders());
  if (request.path != kPath) return Queue(kHeaders, kEndHeaders | kEndStream, id, Trailers(kUnimplemented));

  Room& room = rooms_.Find(request.room);
  const auto [stream, added] = streams_.try_emplace(id, *this, room, id, stream_window_);
  if (!added) {
    closed_ = true;
    return;
  }
  room.Join(stream->second);
  if (header_flags_ & kEndStream) {
    stream->second.half_closed = true;
    EndAt(stream->second, room.End(), 0);
  }
}

void Connection::HandleSettings(const uint8_t* payload, size_t size) {
  for (; size >= 6; payload += 6, size -= 6) {
    if ((payload[0] << 8 | payload[1]) != kInitialWindowSetting) continue;
    const int64_t window = Read32(payload + 2);
    for (auto& [id, stream] : streams_) stream.window += window - stream_window_;
    stream_window_ = window;
  }
  Queue(kSettings, kAcknowledge, 0, {});
}

void Connection::HandleWindowUpdate(uint32_t id, const uint8_t* payload, size_t size) {
  if (size != 4) {
    closed_ = true;
    return;
  }
  const int64_t increment = Read32(payload) & INT32_MAX;
  if (id == 0) {
    window_ += increment;
  } else if (const auto found = streams_.find(id); found != streams_.end()) {
    found->second.window += increment;
  }
}

void Connection::Remove(std::map<uint32_t, Stream>::iterator stream) {
  stream->second.room.Leave(stream->second);
  streams_.erase(stream);
}

void Connection::Flush() {
  due = false;
  Replenish();
  while (!closed_ && !blocked_) {
    Batch batch;
    if (!output_.empty()) batch.Add(output_.data(), output_.size());
    Gather(batch);
    if (batch.bytes == 0) return;
    Send(batch);
  }
}

void Connection::Replenish() {
  if (unacknowledged_ >= kReplenishBytes) {
    QueueWindowUpdate(0, unacknowledged_);
    unacknowledged_ = 0;
  }
  for (auto& [id, stream] : streams_) {
    if (stream.unacknowledged < kReplenishBytes || stream.room.Full() || stream.half_closed) continue;
    QueueWindowUpdate(id, stream.unacknowledged);
    stream.unacknowledged = 0;
  }
}

void Connection::Gather(Batch& batch) {
  for (auto next = streams_.begin(); next != streams_.end() && batch.HasSpace();) {
    const auto found = next++;
    Stream& stream = found->second;
    const uint64_t until = std::min(stream.room.End(), stream.leaves_at);
    while (stream.position < until && batch.HasSpace()) {
      const int64_t room = std::min({window_, stream.window, static_cast<int64_t>(kMaxFrameBytes)});
      if (room <= 0) break;
      const size_t size = std::min(until - stream.position, static_cast<uint64_t>(room));
      batch.AddFrame(kData, 0, stream.id, stream.room.At(stream.position), size);
      stream.position += size;
      stream.window -= static_cast<int64_t>(size);
      window_ -= static_cast<int64_t>(size);
    }
    if (stream.position == stream.leaves_at && batch.HasSpace()) {
      const std::string& end = Trailers(stream.status);
      batch.AddFrame(kHeaders, kEndHeaders | kEndStream, stream.id, end.data(), end.size());
      Remove(found);
    }
  }
}

void Connection::Send(Batch& batch) {
  msghdr message{};
  message.msg_iov = batch.parts;
  message.msg_iovlen = batch.part_count;
  ssize_t sent = sendmsg(descriptor_, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent < 0) {
    closed_ = closed_ || (errno != EAGAIN && errno != EINTR);
    sent = 0;
  }
  blocked_ = static_cast<size_t>(sent) < batch.bytes;
  // Frames cannot be withdrawn, so the bytes the socket did not accept are copied: at most one batch.
  std::string rest;
  size_t skip = static_cast<size_t>(sent);
  for (size_t i = 0; blocked_ && i < batch.part_count; i++) {
    const iovec& part = batch.parts[i];
    const size_t skipped = std::min(skip, part.iov_len);
    rest.append(static_cast<char*>(part.iov_base) + skipped, part.iov_len - skipped);
    skip -= skipped;
  }
  output_ = std::move(rest);
}

void Connection::Queue(uint8_t type, uint8_t flags, uint32_t id, const std::string& payload) {
  uint8_t head[kFrameHeaderBytes];
  WriteFrameHeader(head, payload.size(), type, flags, id);
  output_.append(reinterpret_cast<char*>(head), sizeof head).append(payload);
}

void Connection::QueueWindowUpdate(uint32_t id, uint32_t increment) {
  uint8_t payload[4];
  Write32(payload, increment);
  Queue(kWindowUpdate, 0, id, {reinterpret_cast<char*>(payload), sizeof payload});
}
