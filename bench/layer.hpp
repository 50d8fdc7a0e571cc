// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The layers that are timed, with random codes and weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <new>
#include <string>
#include <vector>

#include "octet/kernels/window.hpp"

namespace octet_bench {

/// Allocates whole cache lines.
template <class T>
struct line_allocator {
  static constexpr std::align_val_t line{64};

  using value_type = T;

  line_allocator() = default;
  template <class U>
  line_allocator(const line_allocator<U>&) {}

  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), line)); }
  void deallocate(T* p, std::size_t) { ::operator delete(p, line); }
  friend bool operator==(line_allocator, line_allocator) { return true; }
};

/// A tensor of any contestant. They all begin with a cache line, as those of most runtimes do: left
/// to chance, it would move a time by a tenth.
template <class T>
using tensor = std::vector<T, line_allocator<T>>;

/// A layer with `same` padding and batch 1. kind: conv, dw (depthwise, as many outputs as inputs)
/// or fc (matrix product, `height` rows).
struct layer {
  std::string name, kind;
  int height = 1, width = 1, inputs = 1, outputs = 1, kernel_height = 1, kernel_width = 1,
      stride = 1;

  octet::window_2d window() const;
  std::size_t input_count() const;
  std::size_t output_count() const;
  std::size_t weight_count() const;
  double macs() const;
};

/// The 30 layers of eight networks on which octet is measured.
const std::vector<layer>& known_layers();

/// Layers from lines of `name kind H W Cin Cout KH KW S`; empty lines and those that begin with #
/// do not count.
///
/// errors   std::runtime_error with the line: it is not of this form, or no layer
std::vector<layer> read_layers(std::istream& in);

/// Codes and scales of a layer. Zero points other than 0, since networks have them.
struct layer_data {
  explicit layer_data(const layer& l);

  tensor<std::int8_t> input, filter;  ///< filter (O,Kh,Kw,C), or (Kh,Kw,C) of dw
  std::vector<std::int32_t> bias;
  std::vector<float> filter_scales;
  float input_scale = 1.0F / 64.0F, output_scale = 0;
  std::int32_t input_zero_point = -5, output_zero_point = 3;
};

}  // namespace octet_bench
