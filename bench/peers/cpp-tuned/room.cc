#include "room.h"

#include <algorithm>

Room::Room() : waker_([this] { WakeIdle(); }) {}

Room::~Room() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  grew_.notify_one();
  waker_.join();
}

void Room::Join(Member& member) {
  std::lock_guard lock(mutex_);
  member.next_ = end_;
  members_.insert(&member);
  idle_.push_back(&member);
}

void Room::Post(Member& sender, grpc::ByteBuffer message) {
  Work work;
  {
    std::lock_guard lock(mutex_);
    waiting_.emplace_back(&sender, std::move(message));
    PostWaiting(work);
  }
  Do(work);
}

void Room::Written(Member& member, bool ok) {
  Work work;
  {
    std::lock_guard lock(mutex_);
    member.writing_ = false;
    member.next_++;
    if (!ok) members_.erase(&member);
    Continue(member, work);
    if (!waiting_.empty()) PostWaiting(work);
  }
  Do(work);
}

void Room::Leave(Member& member) {
  Work work;
  {
    std::lock_guard lock(mutex_);
    member.leaves_at_ = end_;
    idle_.erase(std::remove(idle_.begin(), idle_.end(), &member), idle_.end());
    if (!member.writing_) Continue(member, work);
  }
  Do(work);
}

// Gives its next message to a member that is not writing, or ends the member if it is done.
void Room::Continue(Member& member, Work& work) {
  const bool gone = members_.count(&member) == 0;
  const bool left = member.leaves_at_ != Member::kStays;
  if (!gone && member.next_ < std::min(end_, member.leaves_at_)) {
    member.writing_ = true;
    work.writes.emplace_back(&member, member.next_);
    work.end = end_;
  } else if (left) {
    members_.erase(&member);
    work.leaver = &member;
  } else if (!gone) {
    idle_.push_back(&member);
  }
}

void Room::PostWaiting(Work& work) {
  const uint64_t before = end_;
  for (; !waiting_.empty() && !IsFull(); waiting_.pop_front()) {
    auto& [sender, message] = waiting_.front();
    ring_[end_ % kSize].Swap(&message);
    end_++;
    work.reads.push_back(sender);
  }
  if (end_ != before) grew_.notify_one();
}

// One thread starts all writes to idle members. If the posting threads did, each message would be a write
// of its own. This way, messages that arrive during one pass are sent together in the next.
void Room::WakeIdle() {
  for (;;) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      grew_.wait(lock, [&] { return stopping_ || seen_ != end_; });
      if (stopping_) return;
      seen_ = end_;
      std::vector<Member*> idle;
      idle.swap(idle_);
      for (Member* member : idle) Continue(*member, work);
    }
    Do(work);
  }
}

// Checks the members only when the last known slowest position is a whole ring behind: positions only grow.
bool Room::IsFull() {
  if (end_ - slowest_ < kSize) return false;
  slowest_ = end_;
  for (const Member* member : members_) slowest_ = std::min(slowest_, member->next_);
  return end_ - slowest_ == kSize;
}

// The ring can be read without the lock: messages not yet sent to all members do not change.
void Room::Do(const Work& work) {
  for (const auto& [member, position] : work.writes) member->Write(ring_[position % kSize], position + 1 < work.end);
  for (Member* member : work.reads) member->ReadNext();
  if (work.leaver != nullptr) work.leaver->End();
}
