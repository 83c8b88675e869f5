// One client's HTTP/2 connection: reads whole frames, and writes the unsent bytes of its streams.

#pragma once

#include <sys/uio.h>

#include <cstdint>
#include <map>
#include <string>

#include "headers.h"
#include "room.h"

class Connection {
 public:
  Connection(Rooms& rooms, int descriptor);
  ~Connection();

  // Handles everything that has arrived.
  void Read(int64_t now);

  // Sends unsent bytes, as far as flow control and the socket permit.
  void Flush();

  void Writable() { blocked_ = false; }
  int Descriptor() const { return descriptor_; }
  bool Closed() const { return closed_; }

  // True while this connection is in a list of connections to flush.
  bool due = false;

 private:
  struct Batch;

  size_t Consume(const uint8_t* bytes, size_t size, int64_t now);
  void Handle(uint8_t type, uint8_t flags, uint32_t id, const uint8_t* payload, size_t size, int64_t now);
  void HandleData(uint8_t flags, uint32_t id, const uint8_t* payload, size_t size, int64_t now);
  void HandleHeaders(uint8_t flags, uint32_t id, const uint8_t* payload, size_t size);
  void HandleHeaderBlock();
  void HandleSettings(const uint8_t* payload, size_t size);
  void HandleWindowUpdate(uint32_t id, const uint8_t* payload, size_t size);
  static size_t Post(Stream& stream, const char* bytes, size_t size, int64_t now);
  static void EndAt(Stream& stream, uint64_t position, int status);
  void Remove(std::map<uint32_t, Stream>::iterator stream);

  void Replenish();
  void Gather(Batch& batch);
  void Send(Batch& batch);
  void Queue(uint8_t type, uint8_t flags, uint32_t id, const std::string& payload);
  void QueueWindowUpdate(uint32_t id, uint32_t increment);

  Rooms& rooms_;
  const int descriptor_;
  HeaderDecoder headers_;
  std::map<uint32_t, Stream> streams_;
  std::string input_;
  std::string output_;
  std::string header_block_;
  uint32_t header_stream_ = 0;
  uint8_t header_flags_ = 0;
  int64_t window_;
  int64_t stream_window_;
  uint32_t unacknowledged_ = 0;
  bool greeted_ = false;
  bool blocked_ = false;
  bool closed_ = false;
};
