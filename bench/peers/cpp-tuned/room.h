// A room is one ring of encoded messages. Each member is sent the ring at its own pace. A post never
// overwrites a message that has not been sent to all members.

#pragma once

#include <grpcpp/grpcpp.h>

#include <array>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

// One call as the room sees it. The room's lock guards its fields.
class Member {
 public:
  virtual void Write(const grpc::ByteBuffer& message, bool more_to_come) = 0;
  virtual void ReadNext() = 0;
  virtual void End() = 0;

 protected:
  ~Member() = default;

 private:
  friend class Room;
  static constexpr uint64_t kStays = UINT64_MAX;

  uint64_t next_ = 0;
  uint64_t leaves_at_ = kStays;
  bool writing_ = false;
};

class Room {
 public:
  Room();
  ~Room();

  void Join(Member& member);

  // Queues a message for all members. Its sender resumes reading once there is space for it.
  void Post(Member& sender, grpc::ByteBuffer message);

  // The current write is done, or has failed because the client has disconnected.
  void Written(Member& member, bool ok);

  // The member sends nothing more. Its call ends once everything posted so far is written.
  void Leave(Member& member);

 private:
  static constexpr size_t kSize = 1024;

  // Work to do after the lock is released, because gRPC may call back at once.
  struct Work {
    std::vector<std::pair<Member*, uint64_t>> writes;
    std::vector<Member*> reads;
    Member* leaver = nullptr;
    uint64_t end = 0;
  };

  void Continue(Member& member, Work& work);
  void PostWaiting(Work& work);
  void WakeIdle();
  bool IsFull();
  void Do(const Work& work);

  std::mutex mutex_;
  std::condition_variable grew_;
  std::array<grpc::ByteBuffer, kSize> ring_;
  uint64_t end_ = 0;
  uint64_t slowest_ = 0;
  uint64_t seen_ = 0;
  bool stopping_ = false;
  std::unordered_set<Member*> members_;
  std::vector<Member*> idle_;
  std::deque<std::pair<Member*, grpc::ByteBuffer>> waiting_;
  std::thread waker_;
};
