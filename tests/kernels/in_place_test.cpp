// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Convolution over its own input: the codes of separate tensors, at the distances that in_place.hpp
// gives, and these against a search through every position.
#include "octet/kernels/in_place.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "octet/kernels/backend/armv7e_m.hpp"
#include "octet/kernels/conv_2d.hpp"
#include "octet/kernels/depthwise_conv_2d.hpp"
#include "support/kernel_oracle.hpp"

using octet::walk;
using octet_test::dice;
using i8 = std::int8_t;

namespace {

struct layer_case {
  octet::extents_4d input, filter, output;
  octet::window_2d window;
  bool depthwise;
  i8 zero_point;
  std::vector<i8> weights;
  octet::multiplier factor;

  explicit layer_case(dice& d) : depthwise(d.chance(2)), zero_point(d.code<i8>()) {
    const auto axis = [&](std::int32_t length) {
      const auto kind = d.chance(3) ? octet::padding::valid : octet::padding::same;
      return octet::window_axis::over(length, d.between(1, 4), d.between(1, 3), d.between(1, 2),
                                      kind);
    };
    do {
      const std::int32_t depth = d.between(1, 9);
      const std::int32_t channels = depthwise ? depth * d.between(1, 2) : d.between(1, 9);
      input = {1, d.between(1, 9), d.between(1, 7), depth};
      window = {axis(input[1]), axis(input[2])};
      filter = depthwise ? octet::extents_4d{1, window.y.size, window.x.size, channels}
                         : octet::extents_4d{channels, window.y.size, window.x.size, depth};
      output = {1, window.y.output, window.x.output, channels};
    } while (window.y.output <= 0 || window.x.output <= 0);
    weights = d.codes<i8>(filter.count());
    factor = octet::multiplier::from_real(1.0 / 300);
  }

  octet::in_place_distance distance() const {
    return in_place_distance_of(input, output, window.y, 1);
  }

  template <class Backend>
  void run(const i8* in, i8* out, walk order) const {
    const octet::conv_2d_args args{
        .input = {in, input},
        .filter = {weights.data(), filter},
        .output = {out, output},
        .input_zero_point = zero_point,
        .window = window,
        .requantize = {.multipliers = &factor, .per_channel = false, .clamp = {-128, 127}},
        .order = order};
    depthwise ? octet::depthwise_conv_2d<Backend>(args) : octet::conv_2d<Backend>(args);
  }

  /// In one piece of memory, the output `shift` bytes behind the input (or ahead, where negative).
  template <class Backend>
  std::vector<i8> run_shifted(const std::vector<i8>& in, std::ptrdiff_t shift) const {
    const std::size_t out = output.count();
    std::vector<i8> memory(in.size() + 2 * (in.size() + out));
    i8* const begin = memory.data() + in.size() + out;
    std::copy(in.begin(), in.end(), begin);
    run<Backend>(begin, begin + shift, shift > 0 ? walk::backward : walk::forward);
    return {begin + shift, begin + shift + static_cast<std::ptrdiff_t>(out)};
  }

  /// Input bytes that the outputs of row y read: [first, last).
  std::array<std::int64_t, 2> read_by_row(std::int32_t y) const {
    const auto taps = window.y.inside(y, input[1]);
    if (taps.first >= taps.last) return {0, 0};
    const std::int64_t row = std::int64_t{input[2]} * input[3];
    return {window.y.at(y, taps.first) * row, (window.y.at(y, taps.last - 1) + 1) * row};
  }
};

}  // namespace

TEST_CASE_TEMPLATE("convolution over its own input gives the same codes", Backend, octet::scalar,
                   octet::armv7e_m) {
  dice d(61);
  for (int i = 0; i < 600; ++i) {
    const layer_case c(d);
    const std::vector<i8> in = d.codes<i8>(c.input.count());
    std::vector<i8> expected(c.output.count());
    c.run<Backend>(in.data(), expected.data(), walk::forward);
    const octet::in_place_distance distance = c.distance();
    const auto ahead = static_cast<std::ptrdiff_t>(distance.ahead);
    const auto behind = static_cast<std::ptrdiff_t>(distance.behind);
    CHECK(c.run_shifted<Backend>(in, -ahead) == expected);
    CHECK(c.run_shifted<Backend>(in, behind) == expected);
  }
}

TEST_CASE("the distances leave every byte that is still to be read, and no more than rows need") {
  dice d(62);
  for (int i = 0; i < 2000; ++i) {
    const layer_case c(d);
    const std::int64_t row = std::int64_t{c.output[2]} * c.output[3];
    const std::int64_t together = (octet::positions_at_once - 1) * std::int64_t{c.output[3]};
    std::int64_t ahead = 0, behind = 0;
    for (std::int32_t written = 0; written < c.output[1]; ++written) {
      for (std::int32_t read = 0; read < c.output[1]; ++read) {
        const auto [first, last] = c.read_by_row(read);
        if (first == last) continue;
        if (read >= written) ahead = std::max(ahead, (written + 1) * row + together - first);
        if (read <= written) behind = std::max(behind, last + together - written * row);
      }
    }
    const octet::in_place_distance distance = c.distance();
    const auto output = static_cast<std::int64_t>(c.output.count());
    const auto input = static_cast<std::int64_t>(c.input.count());
    CHECK(static_cast<std::int64_t>(distance.ahead) >= std::min(ahead, output));
    CHECK(static_cast<std::int64_t>(distance.behind) >= std::min(behind, input));
    CHECK(static_cast<std::int64_t>(distance.ahead) <= output);
    CHECK(static_cast<std::int64_t>(distance.behind) <= input);
    // Dilated taps skip rows; otherwise a row that is there is read.
    if (c.window.y.dilation > 1 || c.window.y.stride > c.window.y.size) continue;
    CHECK(static_cast<std::int64_t>(distance.ahead) == std::min(ahead, output));
    CHECK(static_cast<std::int64_t>(distance.behind) == std::min(behind, input));
  }
}

TEST_CASE("a pointwise layer needs a row, a 3 x 3 one two") {
  const octet::extents_4d image{1, 25, 5, 64};
  const auto distance = [&](std::int32_t taps) {
    const auto rows = octet::window_axis::over(25, taps, 1, 1, octet::padding::same);
    return in_place_distance_of(image, image, rows, 1);
  };
  const std::uint64_t row = 5 * 64, together = (octet::positions_at_once - 1) * 64;
  CHECK(distance(1).ahead == row + together);
  CHECK(distance(1).behind == row + together);
  CHECK(distance(3).ahead == 2 * row + together);
  CHECK(distance(3).behind == 2 * row + together);
}

TEST_CASE("several images, and none, are kept apart") {
  const auto rows = octet::window_axis::over(4, 1, 1, 1, octet::padding::same);
  for (const octet::extents_4d& shape :
       {octet::extents_4d{2, 4, 4, 4}, octet::extents_4d{1, 4, 0, 4}}) {
    CHECK(in_place_distance_of(shape, shape, rows, 1).ahead == 0);
    CHECK(in_place_distance_of(shape, shape, rows, 1).behind == 0);
  }
}
