// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What main.cpp needs from a board: a console, an exit code, a count of instructions, the stack's
// depth. start.cpp has what all boards share, cortex_m.cpp and riscv.cpp the rest.
#pragma once

#include <cstdint>

namespace board {

/// Asks the debugger, here QEMU, for a service: semihosting.
void semihost(std::uintptr_t operation, std::uintptr_t argument);

/// Counts from here on, for 2^24 ticks at most: 670 M instructions on mps2, 524 M on mps3.
void start_timer();
/// Ticks since start_timer.
std::uint32_t stop_timer();

/// 2 * turns instructions, and a few.
void spin(std::uint32_t turns);

void print(const char* text);
void print(std::uint32_t number);

[[noreturn]] void exit(bool success);

/// Bytes of stack that were in use at the deepest moment so far.
std::uint32_t deepest_stack();

/// Counts instructions. QEMU runs one a nanosecond (-icount shift=0); how many of them make a tick
/// of this board's timer is measured first, with a loop of 2,000,000.
class instruction_counter {
 public:
  instruction_counter() {
    constexpr std::uint32_t known = 2'000'000;
    start_timer();
    spin(known / 2);
    const std::uint32_t ticks = stop_timer();
    sixteenths_per_tick_ = (known * 16 + ticks / 2) / ticks;
  }

  /// Those of work().
  template <class Work>
  std::uint32_t count(Work work) const {
    start_timer();
    work();
    return static_cast<std::uint32_t>(std::uint64_t{stop_timer()} * sixteenths_per_tick_ / 16);
  }

 private:
  std::uint32_t sixteenths_per_tick_ = 0;
};

}  // namespace board
