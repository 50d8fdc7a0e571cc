// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// arena: hands out parts of the caller's bytes from the front, and counts when there are none to
// hand out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace octet {

/// Where every buffer in the arena starts: int64 accumulators need no more, SIMD loads none.
inline constexpr std::size_t arena_alignment = 8;

/// In 64 bits: a hostile model's sizes must not wrap on a 32-bit machine.
constexpr std::uint64_t align_up(std::uint64_t n, std::uint64_t alignment) {
  return (n + alignment - 1) / alignment * alignment;
}

/// Bump allocator over memory that somebody else owns. Without memory it measures: `used()` grows
/// just the same, so that one piece of code both states the need and fills the arena.
class arena {
 public:
  constexpr arena() = default;
  constexpr explicit arena(std::span<std::uint8_t> memory) : memory_(memory) {}

  /// Offset of a new block of `bytes`, aligned to arena_alignment.
  constexpr std::uint64_t allocate(std::uint64_t bytes) {
    const std::uint64_t offset = used_;
    used_ += align_up(bytes, arena_alignment);
    return offset;
  }

  /// Whether everything allocated so far lies inside the memory.
  constexpr bool fits() const { return used_ <= memory_.size(); }
  constexpr std::uint64_t used() const { return used_; }
  constexpr std::span<std::uint8_t> memory() const { return memory_; }

 private:
  std::span<std::uint8_t> memory_{};
  std::uint64_t used_ = 0;
};

}  // namespace octet
