// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Matrix products and 1x1 convolutions on gemmlowp: uint8, with bias, one scale for all channels,
// which is its faster case, and codes out. It packs the weights in every run. Built for the
// instructions of the machine that builds it (AVX2 at most), since gemmlowp chooses none at run
// time.
#include <public/gemmlowp.h>
#include <public/output_stages.h>
#include <algorithm>
#include <memory>

#include "contestant.hpp"
#include "octet/fixed/multiplier.hpp"

namespace octet_bench {

namespace {

using codes = tensor<std::uint8_t>;

/// The same codes, 128 higher.
codes lifted(const tensor<std::int8_t>& from) {
  codes to(from.size());
  std::transform(from.begin(), from.end(), to.begin(),
                 [](std::int8_t c) { return static_cast<std::uint8_t>(c + 128); });
  return to;
}

struct gemmlowp_layer {
  layer_data data;
  codes input, filter, output;
  gemmlowp::GemmContext context{};
  int rows, depth, channels;  ///< rows of the input; channels of the output

  explicit gemmlowp_layer(const layer& l)
      : data(l),
        input(lifted(data.input)),
        filter(lifted(data.filter)),
        output(l.output_count()),
        rows(l.height * l.width),
        depth(l.inputs),
        channels(l.outputs) {
    context.set_max_num_threads(1);
  }

  auto pipeline() const {
    const auto scale = octet::multiplier::from_real(
        double{data.input_scale} * double{data.filter_scales[0]} / double{data.output_scale});
    using bias_vector = gemmlowp::VectorMap<const std::int32_t, gemmlowp::VectorShape::Col>;
    gemmlowp::OutputStageBiasAddition<bias_vector> bias{bias_vector(data.bias.data(), channels)};
    const gemmlowp::OutputStageQuantizeDownInt32ByFixedPoint scaling{scale.mantissa, -scale.shift,
                                                                     data.output_zero_point + 128};
    return std::make_tuple(bias, scaling, gemmlowp::OutputStageSaturatingCastToUint8{});
  }

  void run() {
    using gemmlowp::MapOrder;
    const gemmlowp::MatrixMap<const std::uint8_t, MapOrder::RowMajor> weights(filter.data(),
                                                                              channels, depth);
    const gemmlowp::MatrixMap<const std::uint8_t, MapOrder::ColMajor> in(input.data(), depth, rows);
    gemmlowp::MatrixMap<std::uint8_t, MapOrder::ColMajor> out(output.data(), channels, rows);
    // Weights are symmetric: code -128 does not occur, so that none is 0 here.
    gemmlowp::GemmWithOutputPipeline<std::uint8_t, std::uint8_t,
                                     gemmlowp::L8R8WithLhsNonzeroBitDepthParams>(
        &context, weights, in, &out, -128, -(data.input_zero_point + 128), pipeline());
  }
};

}  // namespace

runner gemmlowp_runner(const layer& l) {
  const bool plain = l.kernel_height == 1 && l.kernel_width == 1 && l.stride == 1;
  if (l.kind == "dw" || !plain) return {};
  auto g = std::make_shared<gemmlowp_layer>(l);
  return [g] { g->run(); };
}

}  // namespace octet_bench
