// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Trainable 2-D convolution: patches of the input as rows of a matrix, times the filters.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "octet/train/activation.hpp"
#include "octet/train/shape.hpp"

namespace octet::train {

/// How a window treats the border, with the .tflite meaning of the words.
enum class padding {
  same,   ///< output = ceil(input / stride); zeros around, the odd one behind
  valid,  ///< only windows that lie inside
};

/// CONV_2D with square windows.   out = act(bias + sum(input * filter))
///
/// shapes   input (N,H,W,C)  weights (O,Kh,Kw,C)  bias (O)  output (N,Ho,Wo,O)
/// memory   scratch N * Ho*Wo * Kh*Kw*C: every window copied into a row (im2col)
struct conv_2d {
  index filters = 1;
  index kernel = 3;
  index stride = 1;
  padding pad = padding::same;
  activation act = activation::relu;

  constexpr map_shape output(const map_shape& in) const {
    return {extent(in.height), extent(in.width), filters};
  }
  constexpr index fan_in(const map_shape& in) const { return kernel * kernel * in.channels; }
  constexpr index weight_count(const map_shape& in) const { return filters * fan_in(in); }
  constexpr index bias_count(const map_shape&) const { return filters; }
  constexpr index scratch_size(const map_shape& in) const { return windows(in) * fan_in(in); }

  template <typename Real>
  void forward(const forward_args<Real>& args) const {
    const map_shape& in = args.shape;
    const index rows = args.count * windows(in);
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
    const index rows = args.count * windows(in);
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
  constexpr index extent(index in) const {
    return pad == padding::same ? (in + stride - 1) / stride : (in - kernel) / stride + 1;
  }
  constexpr index windows(const map_shape& in) const {
    return extent(in.height) * extent(in.width);
  }
  /// Zeros before the first row or column.
  constexpr index padding_before(index in) const {
    return pad == padding::same ? std::max<index>((extent(in) - 1) * stride + kernel - in, 0) / 2
                                : 0;
  }

  /// Calls visit(image, patch) for every horizontal run of values that a window and the image have
  /// in common, and zeroes what a patch has outside the image.
  template <typename Image, typename Real, typename Visit>
  void for_each_run(const map_shape& in, index count, std::span<Image> images,
                    std::span<Real> patches, Visit visit) const {
    const index top = padding_before(in.height);
    const index left = padding_before(in.width);
    const index run = kernel * in.channels;
    Image* image = images.data();
    Real* patch = patches.data();
    for (index sample = 0; sample < count; ++sample, image += in.size()) {
      for (index y = -top; y < extent(in.height) * stride - top; y += stride) {
        for (index x = -left; x < extent(in.width) * stride - left; x += stride) {
          const index begin = std::max<index>(x, 0);
          const index end = std::min(x + kernel, in.width);
          const auto length = static_cast<std::size_t>((end - begin) * in.channels);
          for (index row = y; row < y + kernel; ++row, patch += run) {
            if (row < 0 || row >= in.height) {
              std::fill_n(patch, run, Real{0});
              continue;
            }
            Real* const inside = patch + (begin - x) * in.channels;
            Real* const behind = patch + (end - x) * in.channels;
            std::fill(patch, inside, Real{0});
            visit(std::span<Image>(image + (row * in.width + begin) * in.channels, length),
                  std::span<Real>(inside, length));
            std::fill(behind, patch + run, Real{0});
          }
        }
      }
    }
  }
};

}  // namespace octet::train
