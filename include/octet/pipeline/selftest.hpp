// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// reproduces: whether a static_model gives outputs that are known, on the device that it runs on.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "octet/core/errc.hpp"
#include "octet/model/tensor_type.hpp"
#include "octet/pipeline/static_model.hpp"

namespace octet {

namespace detail {

constexpr float real_at(std::span<const std::uint8_t> bytes, std::size_t i) {
  return std::bit_cast<float>(
      std::array<std::uint8_t, 4>{bytes[i], bytes[i + 1], bytes[i + 2], bytes[i + 3]});
}

/// Real values may differ in their last digits from one processor to another.
constexpr bool nearly_equal(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  for (std::size_t i = 0; i + sizeof(float) <= a.size(); i += sizeof(float)) {
    const float x = real_at(a, i), y = real_at(b, i);
    const float difference = x < y ? y - x : x - y;
    const float magnitude = y < 0 ? -y : y;
    // Written so that NaN fails.
    if (!(difference <= 1e-4F * std::max(1.0F, magnitude))) return false;
  }
  return true;
}

/// Takes n bytes from the front.
inline std::span<const std::uint8_t> take(std::span<const std::uint8_t>& bytes, std::size_t n) {
  const auto front = bytes.first(std::min(n, bytes.size()));
  bytes = bytes.subspan(front.size());
  return front;
}

}  // namespace detail

/// Runs samples one after another, the state reset in front of the first.
///
/// inputs   the bytes of every input of every sample, in order; as many samples as they hold
/// outputs  those of every output
/// exact    codes must be equal; real values may differ by 1e-4, or by 1e-4 of their magnitude
template <class Model>
[[nodiscard]] bool reproduces(const Model& model, typename Model::memory& memory,
                              std::span<const std::uint8_t> inputs,
                              std::span<const std::uint8_t> outputs) {
  constexpr std::size_t input_count = Model::model().inputs().size();
  constexpr std::size_t output_count = Model::model().outputs().size();
  const auto set = [&]<std::size_t I>() {
    const auto to = model.template input_bytes<I>(memory);
    const auto from = detail::take(inputs, to.size());
    std::copy(from.begin(), from.end(), to.begin());
    return from.size() == to.size();
  };
  const auto same = [&]<std::size_t I>() {
    constexpr tensor_type type = Model::model().tensor(Model::model().outputs()[I]).type;
    const auto got = model.template output_bytes<I>(memory);
    const auto wanted = detail::take(outputs, got.size());
    if (got.size() != wanted.size()) return false;
    return type == tensor_type::float32 ? detail::nearly_equal(got, wanted)
                                        : std::equal(got.begin(), got.end(), wanted.begin());
  };
  model.reset(memory);
  while (!outputs.empty()) {
    const bool complete = [&]<std::size_t... I>(std::index_sequence<I...>) {
      return (set.template operator()<I>() && ...);
    }
    (std::make_index_sequence<input_count>{});
    if (!complete || model.run(memory) != errc::ok) return false;
    const bool equal = [&]<std::size_t... I>(std::index_sequence<I...>) {
      return (same.template operator()<I>() && ...);
    }
    (std::make_index_sequence<output_count>{});
    if (!equal) return false;
  }
  return inputs.empty();
}

}  // namespace octet
