// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Packs tensors into one stretch of memory so that those alive at the same time do not overlap.
#pragma once

#include <cstddef>
#include <cstdint>

#include "octet/core/arena.hpp"
#include "octet/core/elements.hpp"

namespace octet {

/// Where a tensor's (or an operator's scratch) bytes lie, and during which nodes they are in use.
struct slot {
  enum place : std::uint16_t { nowhere, in_arena, in_file };

  std::uint32_t bytes = 0;
  std::uint32_t offset = 0;  ///< in the file, or in the arena behind the prepared data
  std::uint16_t first = 0;   ///< node that writes it; 0 for inputs
  std::uint16_t last = 0;    ///< last node that reads it
  std::uint16_t owner = 0;   ///< slot whose bytes it shares; its own index where it shares none
  std::uint16_t where = nowhere;

  constexpr bool overlaps_in_time(const slot& other) const {
    return first <= other.last && other.first <= last;
  }
};

/// What planning came to, in bytes of activations.
struct packing {
  std::uint64_t bytes = 0;        ///< what the packing takes
  std::uint64_t lower_bound = 0;  ///< the most that is alive at one node; no packing takes less
};

/// Gives every slot in the arena an offset: largest first, each at the lowest place that is free
/// during its life. Slots that share an owner's bytes get the owner's offset.
///
/// cost     O(n^3) comparisons in the worst case; no memory beside the slots
constexpr packing pack(elements<slot> slots, std::size_t count) {
  constexpr std::uint32_t unplaced = 0xFFFFFFFFu;
  const auto owns = [&](std::size_t i) {
    const slot s = slots[i];
    return s.where == slot::in_arena && s.owner == i;
  };
  packing result;
  for (std::size_t i = 0; i < count; ++i) {
    if (!owns(i)) continue;
    slot s = slots[i];
    s.offset = unplaced;
    slots.store(i, s);
    // The most alive at one node is reached at a node where something starts to live.
    std::uint64_t alive = 0;
    for (std::size_t j = 0; j < count; ++j) {
      const slot other = slots[j];
      if (owns(j) && other.first <= s.first && s.first <= other.last)
        alive += align_up(other.bytes, arena_alignment);
    }
    result.lower_bound = alive > result.lower_bound ? alive : result.lower_bound;
  }
  while (true) {
    std::size_t next = count;
    for (std::size_t i = 0; i < count; ++i) {
      if (owns(i) && slots[i].offset == unplaced &&
          (next == count || slots[i].bytes > slots[next].bytes))
        next = i;
    }
    if (next == count) break;
    slot s = slots[next];
    std::uint64_t offset = 0;
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t i = 0; i < count; ++i) {
        const slot other = slots[i];
        if (!owns(i) || other.offset == unplaced || !other.overlaps_in_time(s)) continue;
        const std::uint64_t end = other.offset + align_up(other.bytes, arena_alignment);
        if (offset < end && other.offset < offset + s.bytes) {
          offset = end;
          moved = true;
        }
      }
    }
    s.offset = static_cast<std::uint32_t>(offset);
    slots.store(next, s);
    const std::uint64_t end = offset + align_up(s.bytes, arena_alignment);
    result.bytes = end > result.bytes ? end : result.bytes;
  }
  for (std::size_t i = 0; i < count; ++i) {
    slot s = slots[i];
    if (s.where != slot::in_arena || s.owner == i) continue;
    s.offset = slots[s.owner].offset;
    slots.store(i, s);
  }
  return result;
}

}  // namespace octet
