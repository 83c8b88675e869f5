// A terminal client for the Chat contract: one thread sends what you type, the main one prints what arrives.

#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <ctime>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <thread>

#include "chat.grpc.pb.h"
#include "printable.h"

namespace {

using Stream = grpc::ClientReaderWriter<chat::ChatMessage, chat::ChatMessage>;

bool IsUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    if (NextCodePoint(text, at) == kInvalid) return false;
  }
  return true;
}

bool IsVisibleAscii(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::string TimeOfDay(std::time_t seconds) {
  char text[] = "--:--:--";
  std::tm local{};
  if (localtime_r(&seconds, &local)) std::strftime(text, sizeof text, "%H:%M:%S", &local);
  return text;
}

// Sends each line of the input until the input ends, a line is "exit", or the stream has ended.
void SendLines(Stream& stream, const std::string& user) {
  chat::ChatMessage message;
  message.set_user_id(user);
  for (std::string line; std::getline(std::cin, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    if (line == "exit") return;
    if (!IsUtf8(line)) {
      std::cerr << "chat: skipped a line that is not UTF-8\n";
      continue;
    }
    message.set_text(line);
    if (!stream.Write(message)) return;
  }
}

std::string Explain(const grpc::Status& status, const std::string& server) {
  static constexpr const char* kNames[] = {
      "OK",           "CANCELLED",      "UNKNOWN",           "INVALID_ARGUMENT",   "DEADLINE_EXCEEDED",
      "NOT_FOUND",    "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION",
      "ABORTED",      "OUT_OF_RANGE",   "UNIMPLEMENTED",     "INTERNAL",           "UNAVAILABLE",
      "DATA_LOSS",    "UNAUTHENTICATED"};
  const size_t code = status.error_code();
  if (code == grpc::StatusCode::OK) return "the server ended the chat";
  const std::string name = code == grpc::StatusCode::UNAVAILABLE ? "cannot reach " + server
                           : code < std::size(kNames)            ? kNames[code]
                                                                 : "UNKNOWN";
  return name + ": " + status.error_message();
}

[[noreturn]] void Chat(const std::string& user, const std::string& room, const std::string& server) {
  grpc::ChannelArguments options;
  options.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 4000);
  const auto channel = grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), options);
  grpc::ClientContext context;
  context.AddMetadata("parley-room", room);
  const auto stream = chat::ChatService::NewStub(channel)->JoinChat(&context);

  std::atomic<bool> left = false;
  std::thread([&] {
    SendLines(*stream, user);
    left = true;
    stream->WritesDone();
  }).detach();

  for (chat::ChatMessage message; stream->Read(&message);) {
    std::cout << '[' << TimeOfDay(message.timestamp()) << "] " << Printable(message.user_id()) << ": "
              << Printable(message.text()) << std::endl;
  }
  const grpc::Status status = stream->Finish();
  const bool failed = !status.ok() || !left;
  if (failed) std::cerr << "chat: " + Printable(Explain(status, server)) + "\n";
  // Do not return: the sending thread may still be waiting for input, and uses what a return would destroy.
  _exit(failed ? 1 : 0);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, [](int) { _exit(130); });

  std::map<std::string, std::string> flags{{"--user", ""}, {"--room", "lobby"}, {"--server", "localhost:50051"}};
  bool valid = true;
  for (int i = 1; i < argc && valid; ++i) {
    std::string name = argv[i], value;
    if (const size_t equals = name.find('='); equals != std::string::npos) {
      value = name.substr(equals + 1);
      name.resize(equals);
    } else if (i + 1 < argc) {
      value = argv[++i];
    } else {
      valid = false;
    }
    valid = valid && flags.count(name);
    flags[name] = value;
  }
  std::string& server = flags["--server"];
  if (server.rfind("http://", 0) == 0) server.erase(0, 7);
  if (!server.empty() && server.back() == '/') server.pop_back();
  const std::string &user = flags["--user"], &room = flags["--room"];
  if (!valid || user.empty() || !IsUtf8(user) || !IsVisibleAscii(room) || !IsVisibleAscii(server)) {
    std::cerr << "usage: chat --user NAME [--room NAME] [--server HOST:PORT]\n";
    return 2;
  }
  Chat(user, room, server);
}
