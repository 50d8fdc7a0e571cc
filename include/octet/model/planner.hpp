// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Packs tensors into one stretch of memory so that those alive at the same time do not overlap.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "octet/core/arena.hpp"
#include "octet/core/elements.hpp"

namespace octet {

/// Where a tensor's (or an operator's scratch) bytes lie, and during which nodes they are in use.
struct slot {
  enum place : std::uint16_t { nowhere, in_arena, in_file };

  std::uint32_t bytes = 0;
  std::uint32_t offset = 0;  ///< in the arena behind the prepared data
  std::uint16_t first = 0;   ///< node that writes it; 0 for inputs
  std::uint16_t last = 0;    ///< last node that reads it
  std::uint16_t owner = 0;   ///< slot whose bytes it uses too; its own index where there is none
  std::uint16_t where = nowhere;
  /// An output that lies partly over its owner, which its node reads, begins at least so far ahead
  /// of the owner's begin, or so far behind it; in arena_alignment. 0: it has the owner's place.
  std::uint16_t ahead = 0, behind = 0;

  constexpr bool overlaps_in_time(const slot& other) const {
    return first <= other.last && other.first <= last;
  }
  /// The slot by whose offset this one, number `self`, is placed.
  constexpr std::size_t root(std::size_t self) const { return behind != 0 ? self : owner; }
};

/// What planning came to, in bytes of activations.
struct packing {
  std::uint64_t bytes = 0;        ///< what the packing takes
  std::uint64_t lower_bound = 0;  ///< the most that is alive at one node; no packing takes less
};

namespace detail {

constexpr std::uint64_t aligned_bytes(const slot& s) { return align_up(s.bytes, arena_alignment); }

constexpr bool is_placed_by_itself(const slot& s, std::size_t i) {
  return s.where == slot::in_arena && s.root(i) == i;
}

/// How far a slot has to begin ahead of another one's begin, or behind it.
struct slot_distance {
  std::uint64_t ahead = 0, behind = 0;

  static constexpr slot_distance over_owner(const slot& s) {
    return {std::uint64_t{s.ahead} * arena_alignment, std::uint64_t{s.behind} * arena_alignment};
  }
  /// Of slot s, number i, to slot t, number j, where both are alive.
  static constexpr slot_distance between(const slot& s, std::size_t i, const slot& t, std::size_t j,
                                         bool in_place) {
    if (in_place && s.behind != 0 && s.owner == j) return over_owner(s);
    if (in_place && t.behind != 0 && t.owner == i)
      return {over_owner(t).behind, over_owner(t).ahead};
    return {aligned_bytes(s), aligned_bytes(t)};
  }
};

/// The most that is alive at one node, which is reached where something starts to live.
[[gnu::cold]] constexpr std::uint64_t most_alive(elements<slot> slots, std::size_t count) {
  std::uint64_t most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const slot s = slots[i];
    if (!is_placed_by_itself(s, i)) continue;
    std::uint64_t alive = 0;
    for (std::size_t j = 0; j < count; ++j) {
      const slot t = slots[j];
      if (!is_placed_by_itself(t, j) || t.first > s.first || s.first > t.last) continue;
      alive += aligned_bytes(t);
      if (t.behind == 0 || t.first != s.first) continue;
      const std::uint64_t input = aligned_bytes(slots[t.owner]), output = aligned_bytes(t);
      const slot_distance d = slot_distance::over_owner(t);
      alive -= input + output -
               std::min(std::max(d.ahead + input, output), std::max(d.behind + output, input));
    }
    most = std::max(most, alive);
  }
  return most;
}

/// Places the slots, and returns what they take; those partly over their owners only if `in_place`.
[[gnu::cold]] constexpr std::uint64_t place(elements<slot> slots, std::size_t count,
                                            bool in_place) {
  constexpr std::uint32_t unplaced = 0xFFFFFFFFu;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_placed_by_itself(slots[i], i)) continue;
    slots.change(i, [](slot& s) { s.offset = unplaced; });
  }
  std::uint64_t bytes = 0;
  while (true) {
    std::size_t next = count;
    for (std::size_t i = 0; i < count; ++i) {
      const slot s = slots[i];
      if (!is_placed_by_itself(s, i) || s.offset != unplaced) continue;
      if (next == count || s.bytes > slots[next].bytes ||
          (s.bytes == slots[next].bytes && s.first < slots[next].first))
        next = i;
    }
    if (next == count) return bytes;
    const slot s = slots[next];
    std::uint64_t offset = 0;
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t i = 0; i < count; ++i) {
        const slot t = slots[i];
        if (!is_placed_by_itself(t, i) || t.offset == unplaced || !t.overlaps_in_time(s)) continue;
        const slot_distance d = slot_distance::between(s, next, t, i, in_place);
        if (t.offset < offset + d.ahead && offset < t.offset + d.behind) {
          offset = t.offset + d.behind;
          moved = true;
        }
      }
    }
    slots.change(next, [&](slot& t) { t.offset = static_cast<std::uint32_t>(offset); });
    bytes = std::max(bytes, offset + aligned_bytes(s));
  }
}

}  // namespace detail

/// Gives every slot in the arena an offset: largest first, each at the lowest place that is free
/// during its life. Outputs lie partly over their owners where that does not take more.
///
/// cost     O(n^3) comparisons in the worst case; no memory beside the slots
[[gnu::cold]] constexpr packing pack(elements<slot> slots, std::size_t count) {
  packing result{.bytes = detail::place(slots, count, true),
                 .lower_bound = detail::most_alive(slots, count)};
  if (result.bytes > result.lower_bound) {
    const std::uint64_t apart = detail::place(slots, count, false);
    result.bytes = apart < result.bytes ? apart : detail::place(slots, count, true);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const slot s = slots[i];
    if (s.where != slot::in_arena || s.root(i) == i) continue;
    const std::uint32_t offset = slots[s.root(i)].offset;
    slots.change(i, [&](slot& t) { t.offset = offset; });
  }
  return result;
}

}  // namespace octet
