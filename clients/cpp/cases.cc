// Prints what Printable makes of each line of the input. Both are in hexadecimal, byte by byte. The tests play the cases in
// docs/reference/text.md with it.

#include <iomanip>
#include <iostream>
#include <string>

#include "printable.h"

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::string text;
    for (size_t at = 0; at + 1 < line.size(); at += 2) text += static_cast<char>(std::stoi(line.substr(at, 2), nullptr, 16));
    for (const unsigned char byte : Printable(text)) std::cout << std::hex << std::setw(2) << std::setfill('0') << int{byte};
    std::cout << std::endl;
  }
}
