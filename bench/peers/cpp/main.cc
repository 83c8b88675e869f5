// A straightforward C++ server: the synchronous API, one thread per stream that reads and one that writes,
// and a queue per client in a set guarded by a mutex.

#include <grpcpp/grpcpp.h>
#include <sys/resource.h>

#include <condition_variable>
#include <csignal>
#include <ctime>
#include <deque>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>

#include "chat.grpc.pb.h"

namespace {

using Stream = grpc::ServerReaderWriter<chat::ChatMessage, chat::ChatMessage>;
using Message = std::shared_ptr<const chat::ChatMessage>;

// The messages to write to one client. Nothing is dropped: a full queue makes the sender wait.
class Queue {
 public:
  void Push(Message message) {
    std::unique_lock lock(mutex_);
    space_.wait(lock, [&] { return messages_.size() < kSize || gone_; });
    if (gone_) return;
    messages_.push_back(std::move(message));
    lock.unlock();
    ready_.notify_one();
  }

  // The next message and whether more wait behind it, or null once the queue is closed and empty.
  std::pair<Message, bool> Pop() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [&] { return !messages_.empty() || closed_; });
    if (messages_.empty()) return {};
    Message message = std::move(messages_.front());
    messages_.pop_front();
    const bool more = !messages_.empty();
    lock.unlock();
    space_.notify_one();
    return {std::move(message), more};
  }

  void Close() {
    std::lock_guard lock(mutex_);
    closed_ = true;
    ready_.notify_one();
  }

  // The client has disconnected: nobody waits for it any more.
  void Abandon() {
    std::lock_guard lock(mutex_);
    gone_ = true;
    messages_.clear();
    space_.notify_all();
  }

 private:
  static constexpr size_t kSize = 1024;

  std::mutex mutex_;
  std::condition_variable ready_, space_;
  std::deque<Message> messages_;
  bool closed_ = false;
  bool gone_ = false;
};

class Room final : public chat::ChatService::Service {
 public:
  grpc::Status JoinChat(grpc::ServerContext*, Stream* stream) override {
    Queue queue;
    std::thread writer;
    {
      const Seat seat(*this, queue);
      stream->SendInitialMetadata();
      writer = std::thread([&] { Drain(queue, *stream); });
      for (chat::ChatMessage message; stream->Read(&message);) Broadcast(std::move(message));
    }
    queue.Close();
    writer.join();
    return grpc::Status::OK;
  }

 private:
  // Keeps a queue in the room while its client is connected.
  class Seat {
   public:
    Seat(Room& room, Queue& queue) : room_(room), queue_(queue) {
      std::lock_guard lock(room_.mutex_);
      room_.clients_.insert(&queue_);
    }

    ~Seat() {
      std::lock_guard lock(room_.mutex_);
      room_.clients_.erase(&queue_);
    }

   private:
    Room& room_;
    Queue& queue_;
  };

  static void Drain(Queue& queue, Stream& stream) {
    for (;;) {
      const auto [message, more] = queue.Pop();
      if (!message) return;
      // With more to come, gRPC may gather a larger write.
      const auto options = more ? grpc::WriteOptions().set_buffer_hint() : grpc::WriteOptions();
      if (!stream.Write(*message, options)) return queue.Abandon();
    }
  }

  // Holds the lock until the message is queued for every client, so that all see one order.
  void Broadcast(chat::ChatMessage&& received) {
    const auto message = std::make_shared<chat::ChatMessage>(std::move(received));
    std::lock_guard lock(mutex_);
    message->set_timestamp(std::time(nullptr));
    for (Queue* client : clients_) client->Push(message);
  }

  std::mutex mutex_;
  std::unordered_set<Queue*> clients_;
};

}  // namespace

int main(int argc, char** argv) {
  int port = 50051;
  if (argc == 3 && std::string(argv[1]) == "--port") {
    port = std::atoi(argv[2]);
  } else if (argc != 1) {
    std::cerr << "usage: peer [--port N]\n";
    return 2;
  }

  // Every thread inherits the mask, so that the signals wait for sigwait below.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);

  Room room;
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&room);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server) {
    std::cerr << "peer: cannot listen on port " << port << "\n";
    return 1;
  }
  std::cout << "listening on 127.0.0.1:" << port << std::endl;

  int signal = 0;
  sigwait(&signals, &signal);
  server->Shutdown(std::chrono::system_clock::now());
}
