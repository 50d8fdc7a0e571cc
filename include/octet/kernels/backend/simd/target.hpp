// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The instruction sets for which the SIMD backend has kernels, and their names.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace octet {

/// Instruction sets, slowest first. `portable` is plain C++ over the same packed weights.
enum class simd_target : std::uint8_t {
  portable,
  sse4,
  avx2,
  avx_vnni,
  avx512bw,
  avx512_vnni,
  avx512_amx,
  neon,
  neon_dotprod,
  wasm,
};

inline constexpr std::array<std::string_view, 10> simd_target_names{
    "portable",    "sse4",       "avx2", "avx_vnni",     "avx512bw",
    "avx512_vnni", "avx512_amx", "neon", "neon_dotprod", "wasm"};

constexpr std::string_view name_of(simd_target t) {
  return simd_target_names[static_cast<std::size_t>(t)];
}

/// The target of that name; nothing for any other text.
constexpr std::optional<simd_target> simd_target_named(std::string_view name) {
  for (std::size_t i = 0; i < simd_target_names.size(); ++i) {
    if (simd_target_names[i] == name) return static_cast<simd_target>(i);
  }
  return std::nullopt;
}

/// How a target wants activations in scratch memory.
enum class simd_form : std::uint8_t {
  biased_8,    ///< code + 128 as uint8: unsigned by signed dot products (VNNI)
  signed_8,    ///< the code: signed by signed products (NEON)
  widened_16,  ///< the code as int16: products of pairs of int16
};

/// Bytes of an activation in scratch memory.
constexpr std::size_t bytes_of(simd_form f) { return f == simd_form::widened_16 ? 2 : 1; }

}  // namespace octet
