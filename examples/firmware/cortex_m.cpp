// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Cortex-M: vector table, semihosting, SysTick.
#include <array>
#include <cstdint>

#include "board.hpp"

extern "C" {
extern std::uint32_t stack_top[];
[[noreturn]] void start();
[[noreturn]] void fault();
}

namespace {

std::uint32_t volatile& io(std::uintptr_t address) {
  return *reinterpret_cast<std::uint32_t volatile*>(address);
}

// Armv7-M Architecture Reference Manual, B3.2.2 and B3.3.2.
constexpr std::uintptr_t systick_control = 0xE000E010;
constexpr std::uintptr_t systick_reload = 0xE000E014;
constexpr std::uintptr_t systick_value = 0xE000E018;
constexpr std::uint32_t systick_enabled_on_cpu_clock = 0b101;
constexpr std::uint32_t systick_top = 0xFFFFFF;

/// With the floating point registers, which vector instructions use too, for those who have them.
[[noreturn]] void reset() {
#if defined(__ARM_FP) || defined(__ARM_FEATURE_MVE)
  constexpr std::uintptr_t coprocessor_access = 0xE000ED88;
  io(coprocessor_access) = io(coprocessor_access) | 0xF00000;
  asm volatile("dsb\n isb" ::: "memory");
#endif
  start();
}

struct vector_table {
  std::uint32_t* stack;
  void (*reset)();
  std::array<void (*)(), 14> exceptions;
};
[[gnu::section(".entry"), gnu::used]] const vector_table vectors{
    stack_top,
    reset,
    {fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault, fault,
     fault}};

}  // namespace

namespace board {

void semihost(std::uintptr_t operation, std::uintptr_t argument) {
  register std::uintptr_t r0 asm("r0") = operation;
  register std::uintptr_t r1 asm("r1") = argument;
  asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

void start_timer() {
  io(systick_reload) = systick_top;
  io(systick_value) = 0;  // any value clears the counter; it then starts from the top
  io(systick_control) = systick_enabled_on_cpu_clock;
}

std::uint32_t stop_timer() { return systick_top - io(systick_value); }

void spin(std::uint32_t turns) {
  asm volatile(".syntax unified\n1: subs %0, #1\n bne 1b" : "+l"(turns) : : "cc");
}

}  // namespace board
