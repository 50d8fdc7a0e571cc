// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The planner: no overlap in time and place, never below the lower bound, close to it.
#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "octet/model/planner.hpp"

using namespace octet;

namespace {

slot buffer(std::uint32_t bytes, std::uint16_t first, std::uint16_t last, std::size_t owner) {
  return {.bytes = bytes,
          .first = first,
          .last = last,
          .owner = static_cast<std::uint16_t>(owner),
          .where = slot::in_arena};
}

std::uint64_t alive_at(const std::vector<slot>& slots, int node) {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].where != slot::in_arena || slots[i].owner != i) continue;
    if (slots[i].first <= node && node <= slots[i].last)
      bytes += align_up(slots[i].bytes, arena_alignment);
  }
  return bytes;
}

}  // namespace

TEST_CASE("random lifetimes: nothing overlaps, the bounds are true") {
  std::mt19937 random{1};
  const auto draw = [&](unsigned n) { return static_cast<std::uint32_t>(random() % n); };
  for (int round = 0; round < 300; ++round) {
    const unsigned nodes = 1 + draw(20);
    std::vector<slot> slots;
    for (unsigned i = draw(40); i > 0; --i) {
      const auto first = static_cast<std::uint16_t>(draw(nodes));
      const auto last = static_cast<std::uint16_t>(first + draw(nodes - first));
      slots.push_back(buffer(draw(5) == 0 ? 0 : draw(5000), first, last, slots.size()));
    }
    const packing p = pack(slots.data(), slots.size());
    std::uint64_t peak = 0;
    for (unsigned n = 0; n < nodes; ++n)
      peak = std::max(peak, alive_at(slots, static_cast<int>(n)));
    CHECK(p.lower_bound == peak);
    CHECK(p.bytes >= p.lower_bound);
    CHECK(p.bytes <= 2 * p.lower_bound);
    std::uint64_t end = 0;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      CHECK(slots[i].offset % arena_alignment == 0);
      end =
          std::max(end, std::uint64_t{slots[i].offset} + align_up(slots[i].bytes, arena_alignment));
      for (std::size_t j = 0; j < i; ++j) {
        if (!slots[i].overlaps_in_time(slots[j])) continue;
        const bool apart = slots[i].offset + slots[i].bytes <= slots[j].offset ||
                           slots[j].offset + slots[j].bytes <= slots[i].offset;
        const bool apart_or_empty = apart || slots[i].bytes == 0 || slots[j].bytes == 0;
        CHECK(apart_or_empty);
      }
    }
    CHECK(p.bytes == end);
  }
}

TEST_CASE("a chain of layers takes its largest neighbours") {
  std::vector<slot> slots{buffer(100, 0, 0, 0), buffer(8000, 0, 1, 1), buffer(8000, 1, 2, 2),
                          buffer(8, 2, 3, 3)};
  const packing p = pack(slots.data(), slots.size());
  CHECK(p.lower_bound == 16000);
  CHECK(p.bytes == 16000);
}

TEST_CASE("a slot that shares its owner's bytes gets the owner's place") {
  std::vector<slot> slots{buffer(64, 0, 3, 0), buffer(64, 1, 3, 0), buffer(32, 0, 3, 2)};
  const packing p = pack(slots.data(), slots.size());
  CHECK(slots[1].offset == slots[0].offset);
  CHECK(p.bytes == 96);
}

TEST_CASE("slots outside the arena take nothing") {
  std::vector<slot> slots{{.bytes = 1000, .where = slot::in_file},
                          {.bytes = 1000, .where = slot::nowhere}};
  CHECK(pack(slots.data(), slots.size()).bytes == 0);
}

namespace {

/// Layers one after the other, each of whose outputs may lie over its input.
struct random_chain {
  static constexpr auto unit = static_cast<std::uint32_t>(arena_alignment);
  std::vector<slot> slots;

  explicit random_chain(std::mt19937& random) {
    const auto draw = [&](unsigned n) { return static_cast<std::uint32_t>(random() % n); };
    const unsigned layers = 1 + draw(8);
    for (unsigned i = 0; i <= layers; ++i) {
      const auto first = static_cast<std::uint16_t>(i == 0 ? 0 : i - 1);
      slot s = buffer(unit * (1 + draw(60)), first, static_cast<std::uint16_t>(i), i);
      if (i > 0 && draw(4) != 0) {
        s.owner = static_cast<std::uint16_t>(i - 1);
        s.ahead = static_cast<std::uint16_t>(1 + draw(s.bytes / unit));
        s.behind = static_cast<std::uint16_t>(1 + draw(slots.back().bytes / unit));
      }
      slots.push_back(s);
    }
    for (unsigned i = draw(4); i > 0; --i) {
      const auto first = static_cast<std::uint16_t>(draw(layers));
      const auto last = static_cast<std::uint16_t>(first + draw(layers - first));
      slots.push_back(buffer(unit * (1 + draw(60)), first, last, slots.size()));
    }
  }

  bool keep_their_distance(std::size_t i, std::size_t j) const {
    const slot &s = slots[i], &t = slots[j];
    if (s.behind != 0 && s.owner == j) {
      return s.offset + unit * s.ahead <= t.offset || s.offset >= t.offset + unit * s.behind;
    }
    if (t.behind != 0 && t.owner == i) return keep_their_distance(j, i);
    return s.offset + s.bytes <= t.offset || t.offset + t.bytes <= s.offset;
  }

  std::uint64_t bytes_without_overlap() const {
    std::vector<slot> apart = slots;
    for (std::size_t i = 0; i < apart.size(); ++i) {
      apart[i].owner = static_cast<std::uint16_t>(i);
      apart[i].ahead = apart[i].behind = 0;
    }
    return pack(apart.data(), apart.size()).bytes;
  }
};

}  // namespace

TEST_CASE("outputs over their inputs: no byte too near, and never more memory for it") {
  std::mt19937 random{2};
  int smaller = 0;
  for (int round = 0; round < 1000; ++round) {
    random_chain c(random);
    const std::uint64_t apart = c.bytes_without_overlap();
    const packing p = pack(c.slots.data(), c.slots.size());
    CHECK(p.bytes <= apart);
    CHECK(p.bytes >= p.lower_bound);
    smaller += p.bytes < apart;
    std::uint64_t end = 0;
    for (std::size_t i = 0; i < c.slots.size(); ++i) {
      end = std::max(end, std::uint64_t{c.slots[i].offset} + c.slots[i].bytes);
      for (std::size_t j = 0; j < i; ++j) {
        const bool apart_enough = p.bytes == apart || !c.slots[i].overlaps_in_time(c.slots[j]) ||
                                  c.keep_their_distance(i, j);
        CHECK(apart_enough);
      }
    }
    CHECK(p.bytes == end);
  }
  CHECK(smaller > 300);
}

TEST_CASE("a chain of layers over each other goes to and fro") {
  std::vector<slot> slots{buffer(800, 0, 0, 0), buffer(800, 0, 1, 0), buffer(800, 1, 2, 1),
                          buffer(800, 2, 3, 2)};
  for (slot& s : slots) {
    if (&s != &slots[0]) s.ahead = 2, s.behind = 3;
  }
  const std::uint32_t behind = 3 * static_cast<std::uint32_t>(arena_alignment);
  const packing p = pack(slots.data(), slots.size());
  CHECK(slots[1].offset == behind);
  CHECK(slots[2].offset == 0);
  CHECK(slots[3].offset == behind);
  CHECK(p.bytes == 800 + behind);
  CHECK(p.lower_bound == 800 + 2 * arena_alignment);
}
