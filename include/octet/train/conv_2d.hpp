// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Trainable 2-D convolution: patches of the input as rows of a matrix, times the filters.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "octet/train/activation.hpp"
#include "octet/train/shape.hpp"

namespace octet::train {

/// CONV_2D with square windows.   out = act(bias + sum(input * filter))
///
/// shapes   input (N,H,W,C)  weights (O,Kh,Kw,C)  bias (O)  output (N,Ho,Wo,O)
/// memory   scratch N * Ho*Wo * Kh*Kw*C: every window copied into a row (im2col)
struct conv_2d {
  index_type filters = 1;
  index_type kernel = 3;
  index_type stride = 1;
  padding pad = padding::same;
  activation act = activation::relu;

  constexpr bool is_sound() const {
    return filters > 0 && kernel > 0 && stride > 0 && is_trainable(act);
  }
  constexpr map_shape output(const map_shape& in) const {
    return {axis(in.height).output, axis(in.width).output, filters};
  }
  constexpr index_type fan_in(const map_shape& in) const { return kernel * kernel * in.channels; }
  constexpr index_type weight_count(const map_shape& in) const { return filters * fan_in(in); }
  constexpr index_type bias_count(const map_shape&) const { return filters; }
  constexpr index_type scratch_size(const map_shape& in) const { return windows(in) * fan_in(in); }

  template <typename Real>
  void forward(const forward_args<Real>& args) const {
    const map_shape& in = args.shape;
    const index_type rows = args.count * windows(in);
    for_each_run<const Real>(args.shape, args.count, args.input, args.scratch,
                             [](std::span<const Real> image, std::span<Real> patch) {
                               std::ranges::copy(image, patch.begin());
                             });
    const auto patches = as_matrix<Real>(args.scratch, rows, fan_in(in));
    const auto weights = as_matrix<Real>(args.weights, filters, fan_in(in));
    auto out = as_matrix<Real>(args.output, rows, filters);
    out.noalias() = patches * weights.transpose();
    out.rowwise() += as_matrix<Real>(args.bias, 1, filters).row(0);
    activate(act, args.output);
  }

  template <typename Real>
  void backward(const backward_args<Real>& args) const {
    const map_shape& in = args.shape;
    const index_type rows = args.count * windows(in);
    undo_activation<Real>(act, args.output, args.output_gradient);
    const auto out_gradient = as_matrix<Real>(args.output_gradient, rows, filters);
    auto patches = as_matrix<Real>(args.scratch, rows, fan_in(in));
    as_matrix<Real>(args.weights_gradient, filters, fan_in(in)).noalias() =
        out_gradient.transpose() * patches;
    as_matrix<Real>(args.bias_gradient, 1, filters) = out_gradient.colwise().sum();
    if (args.input_gradient.empty()) return;

    // The patches have served; their memory takes their gradients, which then flow back into the
    // pixels that the patches were copied from.
    patches.noalias() = out_gradient * as_matrix<Real>(args.weights, filters, fan_in(in));
    std::ranges::fill(args.input_gradient, Real{0});
    for_each_run<Real>(args.shape, args.count, args.input_gradient, args.scratch,
                       [](std::span<Real> image, std::span<Real> patch) {
                         for (std::size_t i = 0; i < image.size(); ++i) image[i] += patch[i];
                       });
  }

 private:
  constexpr window_axis axis(index_type in) const { return window_over(in, kernel, stride, pad); }
  constexpr index_type windows(const map_shape& in) const {
    return index_type{axis(in.height).output} * axis(in.width).output;
  }

  /// Calls visit(image, patch) for every horizontal run of values that a window and the image have
  /// in common, and zeroes what a patch has outside the image.
  template <typename Image, typename Real, typename Visit>
  void for_each_run(const map_shape& in, index_type count, std::span<Image> images,
                    std::span<Real> patches, Visit visit) const {
    const window_axis y = axis(in.height);
    const window_axis x = axis(in.width);
    const index_type run = kernel * in.channels;
    Image* image = images.data();
    Real* patch = patches.data();
    for (index_type sample = 0; sample < count; ++sample, image += in.size()) {
      for (std::int32_t window = 0; window < y.output * x.output; ++window) {
        const std::int32_t column = x.at(window % x.output, 0);
        const auto taps = x.inside(window % x.output, static_cast<std::int32_t>(in.width));
        const index_type before = taps.first * in.channels;
        const index_type behind = taps.last * in.channels;
        for (std::int32_t tap = 0; tap < kernel; ++tap, patch += run) {
          const index_type row = y.at(window / x.output, tap);
          if (row < 0 || row >= in.height) {
            std::fill_n(patch, run, Real{0});
            continue;
          }
          std::fill(patch, patch + before, Real{0});
          const auto length = static_cast<std::size_t>(behind - before);
          visit(std::span<Image>(image + (row * in.width + column) * in.channels + before, length),
                std::span<Real>(patch + before, length));
          std::fill(patch + behind, patch + run, Real{0});
        }
      }
    }
  }
};

}  // namespace octet::train
