// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// From reset to main, and back to QEMU: memory, console, exit, stack.
#include <cstddef>
#include <cstdint>

#include "board.hpp"

// From firmware.ld.
extern "C" {
extern const std::uint32_t data_image[];
extern std::uint32_t data_start[], data_end[], bss_start[], bss_end[];
extern std::uint32_t stack_bottom[], stack_top[];
int main();
[[noreturn]] void start();
[[noreturn]] void fault();
}

namespace {

/// Four different bytes, so that no compiler makes a memset of the loop that writes it.
constexpr std::uint32_t untouched = 0x5AC3961E;

// The services of ARM's semihosting that are used here.
constexpr std::uintptr_t write_text = 0x04;
constexpr std::uintptr_t exit_program = 0x18;
constexpr std::uintptr_t application_exit = 0x20026;
constexpr std::uintptr_t run_time_error = 0x20023;

}  // namespace

/// Where a board arrives with its stack pointer at stack_top.
void start() {
  const volatile std::uint32_t here = 0;
  const auto depth_left = reinterpret_cast<std::uintptr_t>(&here) - 128;
  for (volatile std::uint32_t* word = stack_bottom;
       reinterpret_cast<std::uintptr_t>(word) < depth_left; word = word + 1) {
    *word = untouched;
  }
  const std::uint32_t* from = data_image;
  for (volatile std::uint32_t* to = data_start; to < data_end; to = to + 1) *to = *from++;
  for (volatile std::uint32_t* to = bss_start; to < bss_end; to = to + 1) *to = 0;
  board::exit(main() == 0);
}

void fault() {
  board::print("fault\n");
  board::exit(false);
}

namespace board {

void print(const char* text) { semihost(write_text, reinterpret_cast<std::uintptr_t>(text)); }

void print(std::uint32_t number) {
  char text[11];
  char* at = text + sizeof text;
  *--at = '\0';
  do {
    *--at = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number != 0);
  print(at);
}

void exit(bool success) {
  for (;;) semihost(exit_program, success ? application_exit : run_time_error);
}

std::uint32_t deepest_stack() {
  const volatile std::uint32_t* word = stack_bottom;
  while (word < stack_top && *word == untouched) word = word + 1;
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(stack_top) -
                                    reinterpret_cast<std::uintptr_t>(word));
}

}  // namespace board
