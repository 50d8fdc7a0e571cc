// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The words that every SIMD target supplies, as a table of functions, and their arguments.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/kernels/backend/simd/cells_plan.hpp"
#include "octet/kernels/backend/simd/depthwise_plan.hpp"
#include "octet/kernels/backend/simd/elementwise_plan.hpp"
#include "octet/kernels/backend/simd/float_plan.hpp"
#include "octet/kernels/backend/simd/maps_plan.hpp"
#include "octet/kernels/backend/simd/panel.hpp"
#include "octet/kernels/backend/simd/target.hpp"
#include "octet/kernels/backend/simd/time_plan.hpp"
#include "octet/kernels/backend/simd/winograd_plan.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// Where codes go and how accumulators become codes.
struct simd_output {
  const simd_panel* panels = nullptr;
  const requantization* requantize = nullptr;
  simd_contract contract = simd_contract::double_rounding;
  std::int32_t channels = 0;
  std::int32_t outputs = 0;  ///< channels of a pixel, of which a row of a product may hold several
  /// int8; int16 where the contract is int16_by_int8; int32 where panels are as_sums
  void* data = nullptr;
};

/// Rows of activations times packed weights.   out[m][n] = code(start[n] + sum_k x[m][k] w[n][k])
///
/// shapes   rows: row m starts at input + (m / width) * y_step + (m % width) * x_step bytes, its
///          quad q (four bytes: four or two neighbouring k) lies `offsets[q]` bytes behind that;
///          out [rows][channels]
/// weights  packed_shape's: [panel][quad][16 channels][k of a quad], 64-byte aligned
/// planes   int16 codes of 8-bit targets come as two planes, the high bytes `high_plane` bytes
///          behind the low ones; otherwise high_plane is 0
struct simd_product {
  const std::uint8_t* input = nullptr;
  std::ptrdiff_t x_step = 0, y_step = 0, high_plane = 0;
  std::int32_t rows = 0, width = 1, quads = 0;
  std::int32_t segment_quads = 0;  ///< so many quads at a time lie side by side
  std::int32_t quad_bytes = 64;    ///< of a panel's weights
  const std::int32_t* offsets = nullptr;
  const std::int8_t* weights = nullptr;
  simd_output out{};
};

/// A line of a depthwise convolution.   out[i] = code(start[i] + sum_steps dot(rows[step][i], w))
///
/// rows     `steps` lines of interleaved taps, 32 bits a code; of int16 codes of 8-bit targets the
///          high bytes `high_plane` bytes behind
/// weights  [period][steps][block] of 32 bits, in the order of depthwise_plan::position
/// strip    `codes` of a line, from block `first_block` of it on
struct simd_depthwise {
  const std::uint8_t* const* rows = nullptr;
  std::ptrdiff_t high_plane = 0;
  std::size_t steps = 0, period = 1, first_block = 0, codes = 0;
  const std::uint32_t* weights = nullptr;
  const depthwise_plan* plan = nullptr;
  simd_output out{};
};

/// A depthwise convolution over one image, where plan->columns or plan->stacks: see
/// depthwise_plan.
///
/// padding  a line of zero points
/// stacks   plan->stack_bytes() to work in, 64-byte aligned
/// weights  [block][kx][column_lines][column_parts][block] of 32 bits, in the order of
///          depthwise_plan::position; of a line, a group of taps starts with what lies above it
struct simd_depthwise_columns {
  const void *input = nullptr, *padding = nullptr;  ///< codes of the contract
  std::uint8_t* stacks = nullptr;
  std::int32_t zero_point = 0;
  const std::uint32_t* weights = nullptr;
  const depthwise_plan* plan = nullptr;
  simd_output out{};
};

/// Pixels of n codes each, `from_step` and `to_step` bytes apart, on their way to the target's
/// form.
struct simd_copy {
  const void* from = nullptr;
  void* to = nullptr;
  std::size_t n = 0, count = 1;
  std::ptrdiff_t from_step = 0, to_step = 0, high_plane = 0;
};

/// Taps of a group, where they lie in a line of the image: what interleaves them without a copy.
///
/// shapes   code i of the output has tap k at line[(i / channels) * stride * channels +
///          i % channels + taps[k]]; i runs over `blocks` blocks from code `first` on
/// range    `channels` is a multiple of simd_depthwise_kernels::piece
struct simd_line_taps {
  const std::int8_t* line = nullptr;
  std::size_t channels = 0, stride = 1, first = 0, blocks = 0;
  std::array<std::ptrdiff_t, 4> taps{};
  std::uint8_t* out = nullptr;
};

/// What a target supplies, in tables by what they are for: a unit compiles those alone that it asks
/// for, by kernels_of. All are constant data; nothing in them keeps state. This one is for
/// products.
struct simd_product_kernels {
  simd_target target = simd_target::portable;
  simd_form form = simd_form::signed_8;
  float_rounding rounding = float_rounding::none;  ///< of codes that come from floats
  std::int32_t lanes = 1;                          ///< accumulators of a vector
  /// int8 codes in the target's form
  void (*copy)(const simd_copy&) = nullptr;
  /// int16 codes in the target's form: low bytes, and high_plane behind them the high bytes; as
  /// they are where the form is widened_16
  void (*split)(const simd_copy&) = nullptr;
  void (*multiply)(const simd_product&) = nullptr;
  /// The same from int8 codes as they are, without a copy; false where it is not for such rows and
  /// did nothing. Not every target has it
  bool (*multiply_codes)(const simd_product&) = nullptr;
  /// Lines of a plan by_winograd, whose x_step is that of a pixel, in 64-byte aligned memory of
  /// work.bytes(). Not every target has it
  void (*multiply_winograd)(const simd_product&, const winograd_work& work,
                            std::uint8_t* memory) = nullptr;
};

/// Depthwise convolutions.
struct simd_depthwise_kernels : simd_product_kernels {
  std::int32_t block = 16;  ///< codes that depthwise kernels take at a time
  std::size_t piece = 1;    ///< codes that have to lie side by side for interleave_line
  /// Blocks of codes of a group of taps, to 32 bits a code
  void (*interleave)(const std::uint8_t* const* taps, std::uint8_t* out,
                     std::size_t blocks) = nullptr;
  /// The same from a line of int8 codes; not every target has it
  void (*interleave_line)(const simd_line_taps&) = nullptr;
  void (*depthwise)(const simd_depthwise&) = nullptr;
  void (*depthwise_columns)(const simd_depthwise_columns&) = nullptr;  ///< not every target has it
  void (*depthwise_stacks)(const simd_depthwise_columns&) = nullptr;   ///< nor that
};

/// Real values by integer weights.
struct simd_hybrid_kernels : simd_depthwise_kernels {
  affine (*quantize_row)(const simd_real_row&) = nullptr;
  void (*real_rows)(const simd_sum_rows&) = nullptr;
  void (*add_scaled)(const simd_scaled_sums&) = nullptr;
};

/// Cells of an LSTM.
struct simd_code_cell_kernels {
  void (*code_cells)(const simd_code_cells&) = nullptr;  ///< not every target has it
};
struct simd_real_cell_kernels {
  void (*real_cells)(const simd_real_cells&) = nullptr;
};

/// Sums of an SVDF over time; not every target has them.
struct simd_time_kernels {
  void (*code_time_sums)(const simd_time_sums&) = nullptr;
  void (*real_time_sums)(const simd_time_sums&) = nullptr;
};

/// Codes, element by element.
struct simd_pair_kernels {
  void (*combine)(const simd_pairs&) = nullptr;
};
struct simd_extremum_kernels {
  void (*extremum)(const simd_pairs&) = nullptr;
};
struct simd_prelu_kernels {
  void (*prelu)(const simd_prelu&) = nullptr;
};
struct simd_maximum_kernels {
  void (*maximum)(const simd_pool&) = nullptr;
};
struct simd_pool_kernels {
  void (*pool)(const simd_pool&) = nullptr;
  /// The sum of n codes, int16 where `wide`
  std::int32_t (*sum_row)(const void* codes, std::size_t n, bool wide) = nullptr;
};
struct simd_lookup_kernels {
  void (*lookup)(const simd_lookup&) = nullptr;
};

/// Codes of 16 bits, or to such.
struct simd_rescale_kernels {
  void (*rescale)(const simd_rescale&) = nullptr;
};
struct simd_interpolation_kernels {
  void (*interpolate)(const simd_interpolation&) = nullptr;
};
struct simd_sigmoid_kernels {
  void (*sigmoid)(const simd_sigmoid&) = nullptr;
};
struct simd_softmax_kernels {
  void (*softmax_row)(const simd_softmax_row&) = nullptr;
};

/// Codes and real values.
struct simd_real_kernels {
  void (*quantize)(const simd_reals&) = nullptr;
  void (*dequantize)(const simd_reals&) = nullptr;
};

/// Real values alone.
struct simd_float_kernels {
  simd_float_words floats{};
};

/// All of a target.
struct simd_kernels : simd_hybrid_kernels,
                      simd_code_cell_kernels,
                      simd_real_cell_kernels,
                      simd_time_kernels,
                      simd_pair_kernels,
                      simd_extremum_kernels,
                      simd_prelu_kernels,
                      simd_maximum_kernels,
                      simd_pool_kernels,
                      simd_lookup_kernels,
                      simd_rescale_kernels,
                      simd_interpolation_kernels,
                      simd_sigmoid_kernels,
                      simd_softmax_kernels,
                      simd_real_kernels,
                      simd_float_kernels {};

/// Whether a table has what Kernels has.
template <class Table, class Kernels>
concept SimdTable = std::is_base_of_v<Kernels, Table>;

}  // namespace octet
