// The minimal work of a chat server: one thread that reads everything readable, then writes to every
// connection once. It speaks just enough HTTP/2 and gRPC for any client of chat.proto.

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "connection.h"
#include "room.h"

namespace {

class Server {
 public:
  explicit Server(int listener) : listener_(listener), poll_(epoll_create1(0)) { Watch(listener, EPOLLIN, nullptr); }

  [[noreturn]] void Run() {
    std::vector<epoll_event> events(1024);
    for (;;) {
      const int count = epoll_wait(poll_, events.data(), static_cast<int>(events.size()), -1);
      const int64_t now = std::time(nullptr);
      for (int i = 0; i < count; i++) {
        auto* connection = static_cast<Connection*>(events[i].data.ptr);
        if (connection == nullptr) {
          Accept();
          continue;
        }
        if (events[i].events & EPOLLOUT) connection->Writable();
        if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) connection->Read(now);
        MakeDue(*connection);
      }
      Write();
    }
  }

 private:
  void Accept() {
    for (int client; (client = accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
      const int on = 1;
      setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      auto connection = std::make_unique<Connection>(rooms_, client);
      Watch(client, EPOLLIN | EPOLLOUT | EPOLLET, connection.get());
      connections_[client] = std::move(connection);
    }
  }

  void Watch(int descriptor, uint32_t what, Connection* connection) {
    epoll_event event{};
    event.events = what;
    event.data.ptr = connection;
    epoll_ctl(poll_, EPOLL_CTL_ADD, descriptor, &event);
  }

  void MakeDue(Connection& connection) {
    if (!connection.due) due_.push_back(&connection);
    connection.due = true;
  }

  void MakeDue(const Room& room) {
    for (const Stream* stream : room.Streams()) MakeDue(stream->connection);
  }

  // Flushes streams whose room has new messages, and connections with events of their own. A room that is
  // no longer full lets its senders continue.
  void Write() {
    for (const Room* room : rooms_.Active()) MakeDue(*room);
    while (!due_.empty()) {
      for (Connection* connection : due_) connection->Flush();
      for (const Connection* connection : due_) {
        if (connection->Closed()) connections_.erase(connection->Descriptor());
      }
      due_.clear();
      Trim();
    }
  }

  void Trim() {
    auto& active = rooms_.Active();
    for (size_t i = 0; i < active.size();) {
      Room& room = *active[i];
      if (room.Trim()) MakeDue(room);
      if (room.Empty()) {
        room.Deactivate();
        active[i] = active.back();
        active.pop_back();
      } else {
        i++;
      }
    }
  }

  const int listener_;
  const int poll_;
  Rooms rooms_;
  std::unordered_map<int, std::unique_ptr<Connection>> connections_;
  std::vector<Connection*> due_;
};

int Listen(int& port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  socklen_t size = sizeof address;
  if (bind(listener, generic, size) != 0 || listen(listener, SOMAXCONN) != 0) return -1;
  getsockname(listener, generic, &size);
  port = ntohs(address.sin_port);
  return listener;
}

}  // namespace

int main(int argc, char** argv) {
  int port = 50051;
  if (argc == 3 && std::string(argv[1]) == "--port") {
    port = std::atoi(argv[2]);
  } else if (argc != 1) {
    std::cerr << "usage: peer [--port N]\n";
    return 2;
  }

  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, [](int) { _exit(0); });

  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);

  const int listener = Listen(port);
  if (listener < 0) {
    std::cerr << "peer: cannot listen on port " << port << "\n";
    return 1;
  }
  std::cout << "listening on 127.0.0.1:" << port << std::endl;
  Server(listener).Run();
}
