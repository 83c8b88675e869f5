// A C++ server tuned by somebody who knows gRPC for C++: the callback API, so that no stream has a thread,
// and a generic service, so that a message is encoded once and its bytes are shared.

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/server_callback.h>
#include <sys/resource.h>

#include <csignal>
#include <ctime>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "chat.pb.h"
#include "room.h"

namespace {

using Traits = grpc::SerializationTraits<chat::ChatMessage>;

class Call final : public grpc::ServerGenericBidiReactor, public Member {
 public:
  explicit Call(Room& room) : room_(room) {
    // gRPC starts neither operation before the constructor returns, so the call joins before its headers are sent.
    StartSendInitialMetadata();
    StartRead(&received_);
    room_.Join(*this);
  }

  void Write(const grpc::ByteBuffer& message, bool more_to_come) override {
    // With more to come, gRPC may gather a larger write.
    StartWrite(&message, more_to_come ? grpc::WriteOptions().set_buffer_hint() : grpc::WriteOptions());
  }

  void ReadNext() override { StartRead(&received_); }

  void End() override { Finish(status_); }

  void OnReadDone(bool ok) override {
    chat::ChatMessage message;
    if (ok) status_ = Traits::Deserialize(&received_, &message);
    if (!ok || !status_.ok()) return room_.Leave(*this);
    message.set_timestamp(std::time(nullptr));
    grpc::ByteBuffer encoded;
    bool own = false;
    Traits::Serialize(message, &encoded, &own);
    room_.Post(*this, std::move(encoded));
  }

  void OnWriteDone(bool ok) override { room_.Written(*this, ok); }

  void OnDone() override { delete this; }

 private:
  Room& room_;
  grpc::ByteBuffer received_;
  grpc::Status status_;
};

class Service final : public grpc::CallbackGenericService {
 public:
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override {
    if (context->method() != "/chat.ChatService/JoinChat") return CallbackGenericService::CreateReactor(context);
    return new Call(room_);
  }

 private:
  Room room_;
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

  Service service;
  grpc::ServerBuilder builder;
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddListeningPort("127.0.0.1:" + std::to_string(port), grpc::InsecureServerCredentials(), &port);
  builder.RegisterCallbackGenericService(&service);
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
