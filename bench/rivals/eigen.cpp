// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Layers in float on Eigen's matrix product, which packs the weights in every run. Windows of more
// than one element are copied side by side first. Built for the instructions of the machine that
// builds it, since Eigen chooses none at run time.
#define EIGEN_DONT_PARALLELIZE
#include <Eigen/Core>
#include <algorithm>
#include <memory>

#include "contestant.hpp"
#include "float_layer.hpp"

namespace octet_bench {

namespace {

using matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Copies the windows of all output positions one after another; zeros outside the image.
void copy_windows(const layer& l, const octet::window_2d& w, const float* image, float* windows) {
  for (int oy = 0; oy < w.y.output; ++oy) {
    for (int ox = 0; ox < w.x.output; ++ox) {
      for (int ky = 0; ky < w.y.size; ++ky) {
        const int y = w.y.at(oy, ky);
        for (int kx = 0; kx < w.x.size; ++kx, windows += l.inputs) {
          const int x = w.x.at(ox, kx);
          if (y < 0 || y >= l.height || x < 0 || x >= l.width) {
            std::fill_n(windows, l.inputs, 0.0F);
          } else {
            std::copy_n(image + (y * l.width + x) * l.inputs, l.inputs, windows);
          }
        }
      }
    }
  }
}

}  // namespace

runner eigen_float_runner(const layer& l) {
  if (l.kind == "dw") return {};
  auto f = std::make_shared<float_layer>(l);
  const octet::window_2d w = l.window();
  const bool plain = l.kernel_height == 1 && l.kernel_width == 1 && l.stride == 1;
  const Eigen::Index positions = Eigen::Index{w.y.output} * w.x.output;
  const Eigen::Index taps = Eigen::Index{l.kernel_height} * l.kernel_width * l.inputs;
  auto windows = std::make_shared<tensor<float>>();
  if (!plain) windows->resize(static_cast<std::size_t>(positions * taps));
  return [=] {
    if (!plain) copy_windows(l, w, f->input.data(), windows->data());
    const Eigen::Map<const matrix> in(plain ? f->input.data() : windows->data(), positions, taps);
    const Eigen::Map<const matrix> filter(f->filter.data(), l.outputs, taps);
    const Eigen::Map<const Eigen::RowVectorXf> bias(f->bias.data(), l.outputs);
    Eigen::Map<matrix> out(f->output.data(), positions, l.outputs);
    out.noalias() = in * filter.transpose();
    out.rowwise() += bias;
  };
}

}  // namespace octet_bench
