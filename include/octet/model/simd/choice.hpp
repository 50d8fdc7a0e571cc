// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What load was told about the SIMD backend, as its entries see it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "octet/kernels/backend/simd.hpp"
#include "octet/model/simd/options.hpp"
#include "octet/model/tensor_type.hpp"

namespace octet::detail {

/// simd_options as prepare_context::backend_choice hands them on; 0 is the default.
class simd_choice {
 public:
  explicit constexpr simd_choice(std::uint32_t bits) : bits_(bits) {}
  explicit constexpr simd_choice(const simd_options& o)
      : bits_((o.enabled ? 0 : disabled_) | (o.packed ? 0 : unpacked_) |
              static_cast<std::uint32_t>(std::clamp<std::int32_t>(o.threads, 1, 64) - 1)
                  << threads_at_ |
              (o.target ? static_cast<std::uint32_t>(*o.target) + 1 : 0)) {}

  constexpr std::uint32_t bits() const { return bits_; }
  constexpr bool packed() const { return (bits_ & unpacked_) == 0; }

  constexpr std::size_t threads() const { return (bits_ >> threads_at_ & 0xffU) + 1; }

  /// The target of which kernels are to run; nothing where they are the scalar ones.
  std::optional<simd_target> target() const {
    if ((bits_ & disabled_) != 0) return std::nullopt;
    const std::uint32_t target = bits_ & 0xffU;
    return target == 0 ? best_target() : static_cast<simd_target>(target - 1);
  }

  /// The same of kernels over packed weights.
  std::optional<simd_target> packed_target() const { return packed() ? target() : std::nullopt; }

 private:
  static constexpr int threads_at_ = 8;
  static constexpr std::uint32_t unpacked_ = 1U << 31, disabled_ = 1U << 30;

  std::uint32_t bits_;
};

/// Whether an entry has int16 codes.
template <class Entry>
constexpr bool has_words() {
  if constexpr (requires { Entry::output_type; }) {
    if (Entry::output_type == tensor_type::int16) return true;
  }
  return Entry::type == tensor_type::int16;
}

/// The kernels that an entry asks for.
template <class Table, class Entry>
const Table& kernels_for(std::uint32_t target) {
  using code = std::conditional_t<has_words<Entry>(), std::int16_t, std::int8_t>;
  return kernels_of<Table, code>(static_cast<simd_target>(target));
}

}  // namespace octet::detail
