// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What an observer has seen as bytes, little endian, for another process to take in.
#pragma once

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "octet/convert/any_observer.hpp"
#include "octet/convert/error.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/observers/histogram.hpp"
#include "octet/quant/observers/min_max.hpp"

namespace octet::convert {

/// Appends numbers.
class state_writer {
 public:
  template <std::unsigned_integral T>
  void add(T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
      bytes_.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
  }
  void add(range r) {
    add(std::bit_cast<std::uint32_t>(r.min));
    add(std::bit_cast<std::uint32_t>(r.max));
  }
  std::vector<std::uint8_t> bytes() && { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// Takes the numbers out again.
///
/// errors   convert_error: there are no more bytes
class state_reader {
 public:
  explicit state_reader(std::span<const std::uint8_t> bytes) : rest_(bytes) {}

  template <std::unsigned_integral T>
  T take() {
    if (rest_.size() < sizeof(T)) throw convert_error("the state of a calibration is cut short");
    T value = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
      value = static_cast<T>(value | static_cast<T>(static_cast<T>(rest_[i]) << (8 * i)));
    rest_ = rest_.subspan(sizeof(T));
    return value;
  }
  range take_range() {
    const auto min = take<std::uint32_t>(), max = take<std::uint32_t>();
    return {std::bit_cast<float>(min), std::bit_cast<float>(max)};
  }
  std::size_t rest() const { return rest_.size(); }

 private:
  std::span<const std::uint8_t> rest_;
};

namespace detail {

template <class O>
inline constexpr bool is_histogram = std::derived_from<O, histogram<observer_bins>>;

}  // namespace detail

/// Whether parts of the samples, put together in any way, give the observer what all of them at
/// once would have given it.
inline bool knows_no_order(const any_observer& observer) {
  return std::visit(
      []<class O>(const O&) { return std::same_as<O, min_max> || detail::is_histogram<O>; },
      observer);
}

/// Appends what an observer that knows_no_order has seen: its extremes, how many values, and with
/// a histogram the counts.
inline void write_observer(state_writer& out, const any_observer& observer) {
  std::visit(
      [&]<class O>(const O& o) {
        if constexpr (detail::is_histogram<O>) {
          out.add(o.extremes());
          out.add(o.count());
          for (std::int32_t i = o.low_bin(); i <= o.high_bin(); ++i) out.add(o.count_in(i));
        } else {
          out.add(o.range());
          out.add(o.count());
        }
      },
      observer);
}

/// Takes what write_observer wrote of an observer of the same kind into `observer`.
///
/// errors   convert_error: the bytes are not of such an observer
inline void merge_observer(state_reader& in, any_observer& observer) {
  const range extremes = in.take_range();
  const auto count = in.take<std::uint64_t>();
  const std::optional<min_max> seen = min_max::restored(extremes, count);
  if (!seen) throw convert_error("the state of a calibration has impossible extremes");
  std::visit(
      [&]<class O>(O& o) {
        if constexpr (detail::is_histogram<O>) {
          histogram<observer_bins> bins;  // of these extremes, to know how many there are
          bins.see(std::array{extremes.min, extremes.max});
          std::vector<std::uint64_t> counts;
          for (std::int32_t i = bins.low_bin(); i <= bins.high_bin(); ++i)
            counts.push_back(in.take<std::uint64_t>());
          const auto other = histogram<observer_bins>::restored(extremes, count, counts);
          if (!other) throw convert_error("the state of a calibration has impossible counts");
          o.merge(*other);
        } else if constexpr (std::same_as<O, min_max>) {
          o.merge(*seen);
        }
      },
      observer);
}

}  // namespace octet::convert
