// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// memcpy and memset for small programs: the C library's are fast, and take 470 bytes on a
// Cortex-M4.
#include <cstddef>

// Through volatile, so that the compiler does not make calls of themselves of the loops.
extern "C" {

[[gnu::used]] void* memcpy(void* to, const void* from, std::size_t bytes) {
  const auto* source = static_cast<const unsigned char*>(from);
  auto* target = static_cast<volatile unsigned char*>(to);
  for (std::size_t i = 0; i < bytes; ++i) target[i] = source[i];
  return to;
}

[[gnu::used]] void* memset(void* to, int value, std::size_t bytes) {
  auto* target = static_cast<volatile unsigned char*>(to);
  for (std::size_t i = 0; i < bytes; ++i) target[i] = static_cast<unsigned char>(value);
  return to;
}
}
