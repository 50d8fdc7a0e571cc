// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What an entry of a model keeps to run over packed weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/core/result.hpp"
#include "octet/model/context.hpp"

namespace octet::detail {

/// Layers that need more than this are scalar.
inline constexpr std::size_t most_simd_scratch = 16 << 20;

/// So are layers of more channels. As no tensor has more than 2^28 elements, 32 bits then count the
/// bytes of packed weights and of what is packed beside them for each channel.
inline constexpr std::int32_t most_simd_channels = 1 << 22;

/// What a node has packed. The kernels' interface has one kind of memory; this they only read.
inline std::span<std::uint8_t> packed_memory(const run_context& c, std::uint32_t offset,
                                             std::uint32_t bytes) {
  return {const_cast<std::uint8_t*>(c.prepared<std::uint8_t>(offset).data()), bytes};
}

/// What an entry prepares: `plain` to run as it is, and once pack has succeeded the rest.
template <class Entry, class Plan>
struct simd_packed_data {
  typename Entry::data plain;
  Plan plan;
  std::int32_t node;
  std::uint32_t packed, packed_bytes;  ///< in the arena; no bytes: run as it is
  std::uint32_t scratch_bytes;
  std::uint32_t target;

  [[gnu::cold]] static result<simd_packed_data> of(prepare_context& c) {
    const result<typename Entry::data> plain = Entry::prepare(c);
    if (!plain) return plain.error();
    simd_packed_data d{};
    d.plain = *plain;
    d.node = c.op().index;
    return d;
  }

  /// Takes memory for a plan, and fills it by write(memory), which may say that it cannot.
  template <class Write>
  void pack(prepare_context& c, const Plan& p, std::size_t scratch, Write write) {
    const auto memory = c.prepare_array<std::uint8_t>(p.packed_bytes());
    scratch_bytes = static_cast<std::uint32_t>(scratch);
    c.scratch(scratch_bytes);
    // While the need is only being measured there is nowhere to pack to.
    if (memory.values && !write(std::span<std::uint8_t>(memory.values.data(), p.packed_bytes()))) {
      return;
    }
    plan = p;
    packed = memory.offset;
    packed_bytes = static_cast<std::uint32_t>(p.packed_bytes());
  }

  bool is_packed() const { return packed_bytes != 0; }
  std::span<std::uint8_t> weights(const run_context& c) const {
    return packed_memory(c, packed, packed_bytes);
  }
  std::span<std::uint8_t> scratch(const run_context& c) const {
    return {c.scratch<std::uint8_t>(node).data(), scratch_bytes};
  }
};

}  // namespace octet::detail
