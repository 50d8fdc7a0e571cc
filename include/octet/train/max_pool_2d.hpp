// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Max pooling in the trainer: the gradient goes to the first largest value of each window.
#pragma once

#include <algorithm>
#include <span>

#include "octet/train/shape.hpp"

namespace octet::train {

/// MAX_POOL_2D with square windows and valid padding.
///
/// shapes   input (N,H,W,C)  output (N,Ho,Wo,C)
struct max_pool_2d {
  index_type kernel = 2;
  index_type stride = 2;

  constexpr bool is_sound() const { return kernel > 0 && stride > 0; }
  constexpr map_shape output(const map_shape& in) const {
    return {extent(in.height), extent(in.width), in.channels};
  }
  constexpr index_type fan_in(const map_shape&) const { return 0; }
  constexpr index_type weight_count(const map_shape&) const { return 0; }
  constexpr index_type bias_count(const map_shape&) const { return 0; }
  constexpr index_type scratch_size(const map_shape&) const { return 0; }

  template <typename Real>
  void forward(const forward_args<Real>& args) const {
    const map_shape& in = args.shape;
    for_each_window(in, args.count, [&](index_type window, index_type output) {
      Real* const out = args.output.data() + output;
      std::copy_n(args.input.data() + window, in.channels, out);
      for_each_offset(in, [&](index_type offset) {
        const Real* const value = args.input.data() + window + offset;
        for (index_type c = 0; c < in.channels; ++c) out[c] = std::max(out[c], value[c]);
      });
    });
  }

  template <typename Real>
  void backward(const backward_args<Real>& args) const {
    const map_shape& in = args.shape;
    if (args.input_gradient.empty()) return;
    std::ranges::fill(args.input_gradient, Real{0});
    for_each_window(in, args.count, [&](index_type window, index_type output) {
      for (index_type c = 0; c < in.channels; ++c) {
        const Real largest = args.output.data()[output + c];
        index_type source = window + c;
        bool found = false;
        for_each_offset(in, [&](index_type offset) {
          if (!found && args.input.data()[window + offset + c] == largest) {
            source = window + offset + c;
            found = true;
          }
        });
        args.input_gradient.data()[source] += args.output_gradient.data()[output + c];
      }
    });
  }

 private:
  constexpr index_type extent(index_type in) const {
    return window_over(in, kernel, stride, padding::valid).output;
  }

  /// visit(position of a window's first value, position of its output), both for channel 0.
  template <typename Visit>
  void for_each_window(const map_shape& in, index_type count, Visit visit) const {
    index_type out = 0;
    for (index_type sample = 0; sample < count; ++sample) {
      for (index_type y = 0; y < extent(in.height); ++y) {
        for (index_type x = 0; x < extent(in.width); ++x, out += in.channels) {
          visit(sample * in.size() + (y * in.width + x) * stride * in.channels, out);
        }
      }
    }
  }

  /// visit(distance of a value of the window from its first), row by row.
  template <typename Visit>
  void for_each_offset(const map_shape& in, Visit visit) const {
    for (index_type row = 0; row < kernel; ++row) {
      for (index_type column = 0; column < kernel; ++column) {
        visit((row * in.width + column) * in.channels);
      }
    }
  }
};

}  // namespace octet::train
