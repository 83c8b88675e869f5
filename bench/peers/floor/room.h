// A room is the encoded bytes that have not been sent to all of its streams.

#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

class Connection;
class Room;

// One call: its position in its room's bytes, and its flow control.
struct Stream {
  static constexpr uint64_t kStays = UINT64_MAX;

  Stream(Connection& connection, Room& room, uint32_t id, int64_t window)
      : connection(connection), room(room), id(id), window(window) {}

  Connection& connection;
  Room& room;
  const uint32_t id;
  int64_t window;
  uint64_t position = 0;
  size_t place = 0;
  uint64_t leaves_at = kStays;
  int status = 0;
  bool half_closed = false;
  uint32_t unacknowledged = 0;
  std::string partial;
};

class Room {
 public:
  explicit Room(std::vector<Room*>& active) : active_(active) {}

  void Join(Stream& stream);
  void Leave(Stream& stream);

  // Appends a gRPC message, given without its prefix.
  void Post(const uint8_t* message, size_t size, int64_t now);

  // Drops the bytes that have been sent to all streams. Returns true if the room was full and no longer is.
  bool Trim();

  // True while the slowest stream is too far behind; senders get no more window then.
  bool Full() const { return full_; }

  bool Empty() const { return bytes_.empty(); }
  uint64_t End() const { return start_ + bytes_.size(); }
  const char* At(uint64_t position) const { return bytes_.data() + (position - start_); }
  const std::vector<Stream*>& Streams() const { return streams_; }
  void Deactivate() { is_active_ = false; }

 private:
  static constexpr size_t kBacklogBytes = 1 << 20;

  std::vector<Room*>& active_;
  std::vector<Stream*> streams_;
  std::string bytes_;
  uint64_t start_ = 0;
  bool full_ = false;
  bool is_active_ = false;
};

// The rooms by name, and those that have something to send.
class Rooms {
 public:
  Room& Find(const std::string& name) { return rooms_.try_emplace(name, active_).first->second; }
  std::vector<Room*>& Active() { return active_; }

 private:
  std::vector<Room*> active_;
  std::unordered_map<std::string, Room> rooms_;
};
