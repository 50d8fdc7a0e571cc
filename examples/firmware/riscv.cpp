// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// RISC-V: the first instructions, semihosting, the counter of retired instructions.
#include <cstdint>

#include "board.hpp"

extern "C" {
[[noreturn]] void start();
[[noreturn]] void fault();

[[gnu::section(".entry"), gnu::naked, gnu::used]] void first_instructions() {
  asm volatile(
      ".option push\n .option norelax\n la gp, __global_pointer$\n .option pop\n"
      "la sp, stack_top\n"
      "la t0, trap\n csrw mtvec, t0\n"
      "j start");
}

/// mtvec holds multiples of four.
[[gnu::aligned(4), gnu::naked, gnu::used]] void trap() { asm volatile("j fault"); }
}

namespace {

std::uint32_t first_count;

std::uint32_t retired() {
  std::uint32_t count;
  asm volatile("csrr %0, minstret" : "=r"(count));
  return count;
}

}  // namespace

namespace board {

/// The three instructions must be uncompressed and in one page: RISC-V semihosting specification.
[[gnu::noinline, gnu::aligned(16)]] void semihost(std::uintptr_t operation,
                                                  std::uintptr_t argument) {
  register std::uintptr_t a0 asm("a0") = operation;
  register std::uintptr_t a1 asm("a1") = argument;
  asm volatile(
      ".option push\n .option norvc\n .balign 16\n"
      "slli x0, x0, 0x1f\n ebreak\n srai x0, x0, 7\n"
      ".option pop"
      : "+r"(a0)
      : "r"(a1)
      : "memory");
}

void start_timer() { first_count = retired(); }

std::uint32_t stop_timer() { return retired() - first_count; }

void spin(std::uint32_t turns) { asm volatile("1: addi %0, %0, -1\n bnez %0, 1b" : "+r"(turns)); }

}  // namespace board
