// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What Keras layers compute, in double and in Keras's own layouts, straight from their definitions.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace octet_test {

/// Rows, columns, channels of one sample.
struct image {
  std::int64_t h = 1, w = 1, c = 1;
  std::vector<double> v;

  static image of(std::int64_t h, std::int64_t w, std::int64_t c, const std::vector<float>& from) {
    return {h, w, c, {from.begin(), from.end()}};
  }
  static image zeros(std::int64_t h, std::int64_t w, std::int64_t c) {
    return {h, w, c, std::vector<double>(static_cast<std::size_t>(h * w * c))};
  }
  double& at(std::int64_t y, std::int64_t x, std::int64_t k) {
    return v[static_cast<std::size_t>((y * w + x) * c + k)];
  }
  double at(std::int64_t y, std::int64_t x, std::int64_t k) const {
    return v[static_cast<std::size_t>((y * w + x) * c + k)];
  }
  bool has(std::int64_t y, std::int64_t x) const { return y >= 0 && y < h && x >= 0 && x < w; }
};

/// One axis of a window.
struct keras_axis {
  std::int64_t size = 1, stride = 1, dilation = 1;

  std::int64_t reach() const { return (size - 1) * dilation + 1; }
  std::int64_t outputs(std::int64_t n, bool same) const {
    return same ? (n + stride - 1) / stride : (n - reach()) / stride + 1;
  }
  std::int64_t pad(std::int64_t n, bool same) const {
    return same ? std::max<std::int64_t>((outputs(n, true) - 1) * stride + reach() - n, 0) / 2 : 0;
  }
};

struct keras_window {
  keras_axis y{}, x{};
  bool same = false;

  std::string text() const {
    std::string all = same ? "same" : "valid";
    for (const std::int64_t n : {y.size, x.size, y.stride, x.stride, y.dilation, x.dilation})
      all += " " + std::to_string(n);
    return all;
  }
};

/// Calls f(output row, column, window row, column, input row, column) for all taps inside.
template <class F>
void for_each_tap(const image& in, const keras_window& w, F f) {
  for (std::int64_t oy = 0; oy < w.y.outputs(in.h, w.same); ++oy) {
    for (std::int64_t ox = 0; ox < w.x.outputs(in.w, w.same); ++ox) {
      for (std::int64_t ky = 0; ky < w.y.size; ++ky) {
        for (std::int64_t kx = 0; kx < w.x.size; ++kx) {
          const std::int64_t y = oy * w.y.stride - w.y.pad(in.h, w.same) + ky * w.y.dilation;
          const std::int64_t x = ox * w.x.stride - w.x.pad(in.w, w.same) + kx * w.x.dilation;
          if (in.has(y, x)) f(oy, ox, ky, kx, y, x);
        }
      }
    }
  }
}

/// kernel (Kh,Kw,C/groups,O)
inline image conv(const image& in, const std::vector<float>& kernel, const std::vector<float>& bias,
                  const keras_window& w, std::int64_t groups = 1) {
  const auto filters = static_cast<std::int64_t>(bias.size());
  const std::int64_t depth = in.c / groups;
  image out = image::zeros(w.y.outputs(in.h, w.same), w.x.outputs(in.w, w.same), filters);
  for (std::size_t i = 0; i < out.v.size(); ++i) out.v[i] = double{bias[i % bias.size()]};
  for_each_tap(in, w, [&](auto oy, auto ox, auto ky, auto kx, auto y, auto x) {
    for (std::int64_t o = 0; o < filters; ++o) {
      for (std::int64_t k = 0; k < depth; ++k) {
        const auto at = ((ky * w.x.size + kx) * depth + k) * filters + o;
        out.at(oy, ox, o) += in.at(y, x, o / (filters / groups) * depth + k) *
                             double{kernel[static_cast<std::size_t>(at)]};
      }
    }
  });
  return out;
}

/// kernel (Kh,Kw,C,multiplier)
inline image depthwise(const image& in, const std::vector<float>& kernel,
                       const std::vector<float>& bias, const keras_window& w) {
  const auto channels = static_cast<std::int64_t>(bias.size());
  const std::int64_t multiplier = channels / in.c;
  image out = image::zeros(w.y.outputs(in.h, w.same), w.x.outputs(in.w, w.same), channels);
  for (std::size_t i = 0; i < out.v.size(); ++i) out.v[i] = double{bias[i % bias.size()]};
  for_each_tap(in, w, [&](auto oy, auto ox, auto ky, auto kx, auto y, auto x) {
    for (std::int64_t k = 0; k < in.c; ++k) {
      for (std::int64_t m = 0; m < multiplier; ++m) {
        const auto at = ((ky * w.x.size + kx) * in.c + k) * multiplier + m;
        out.at(oy, ox, k * multiplier + m) +=
            in.at(y, x, k) * double{kernel[static_cast<std::size_t>(at)]};
      }
    }
  });
  return out;
}

/// The gradient of a convolution with its input: every input element spreads the kernel (Kh,Kw,O,C)
/// over the output.
inline image conv_transpose(const image& in, const std::vector<float>& kernel,
                            const std::vector<float>& bias, const keras_window& w) {
  const auto filters = static_cast<std::int64_t>(bias.size());
  const auto size = [&](std::int64_t n, const keras_axis& a) {
    return n * a.stride + (w.same ? 0 : std::max<std::int64_t>(a.size - a.stride, 0));
  };
  image out = image::zeros(size(in.h, w.y), size(in.w, w.x), filters);
  for (std::size_t i = 0; i < out.v.size(); ++i) out.v[i] = double{bias[i % bias.size()]};
  for_each_tap(out, w, [&](auto iy, auto ix, auto ky, auto kx, auto y, auto x) {
    for (std::int64_t o = 0; o < filters; ++o) {
      for (std::int64_t k = 0; k < in.c; ++k) {
        const auto at = ((ky * w.x.size + kx) * filters + o) * in.c + k;
        out.at(y, x, o) += in.at(iy, ix, k) * double{kernel[static_cast<std::size_t>(at)]};
      }
    }
  });
  return out;
}

/// kernel (C,units), over the channels of each place
inline image dense(const image& in, const std::vector<float>& kernel,
                   const std::vector<float>& bias) {
  return conv(in, kernel, bias, {});
}

inline image map(image in, const std::function<double(double)>& f) {
  for (double& x : in.v) x = f(x);
  return in;
}
inline image relu(image in) {
  return map(std::move(in), [](double x) { return std::max(x, 0.0); });
}

inline image softmax(image in) {
  for (std::size_t row = 0; row < in.v.size(); row += static_cast<std::size_t>(in.c)) {
    double sum = 0.0;
    for (std::int64_t k = 0; k < in.c; ++k)
      sum += std::exp(in.v[row + static_cast<std::size_t>(k)]);
    for (std::int64_t k = 0; k < in.c; ++k) {
      double& x = in.v[row + static_cast<std::size_t>(k)];
      x = std::exp(x) / sum;
    }
  }
  return in;
}

inline image batch_norm(image in, const std::vector<float>& gamma, const std::vector<float>& beta,
                        const std::vector<float>& mean, const std::vector<float>& variance,
                        double epsilon) {
  for (std::size_t i = 0; i < in.v.size(); ++i) {
    const std::size_t k = i % mean.size();
    in.v[i] =
        (in.v[i] - double{mean[k]}) / std::sqrt(double{variance[k]} + epsilon) * double{gamma[k]} +
        double{beta[k]};
  }
  return in;
}

/// The largest, or the mean of those inside the image.
inline image pool(const image& in, const keras_window& w, bool is_max) {
  image out = image::zeros(w.y.outputs(in.h, w.same), w.x.outputs(in.w, w.same), in.c);
  image count = out;
  if (is_max) out = map(out, [](double) { return -std::numeric_limits<double>::infinity(); });
  for_each_tap(in, w, [&](auto oy, auto ox, auto, auto, auto y, auto x) {
    for (std::int64_t k = 0; k < in.c; ++k) {
      double& o = out.at(oy, ox, k);
      o = is_max ? std::max(o, in.at(y, x, k)) : o + in.at(y, x, k);
      count.at(oy, ox, k) += 1.0;
    }
  });
  for (std::size_t i = 0; !is_max && i < out.v.size(); ++i) out.v[i] /= count.v[i];
  return out;
}

}  // namespace octet_test
