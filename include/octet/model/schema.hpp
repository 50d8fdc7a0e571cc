// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Field numbers of the tables of the .tflite schema, version 3, as far as octet reads them.
#pragma once

namespace octet::field {

namespace model {
inline constexpr int version = 0, operator_codes = 1, subgraphs = 2, description = 3, buffers = 4;
}
namespace operator_code {
inline constexpr int deprecated_builtin_code = 0, custom_code = 1, version = 2, builtin_code = 3;
}
namespace subgraph {
inline constexpr int tensors = 0, inputs = 1, outputs = 2, operators = 3, name = 4;
}
namespace tensor {
inline constexpr int shape = 0, type = 1, buffer = 2, name = 3, quantization = 4, is_variable = 5,
                     sparsity = 6, shape_signature = 7;
}
namespace quantization {
inline constexpr int min = 0, max = 1, scale = 2, zero_point = 3, details_type = 4, details = 5,
                     quantized_dimension = 6;
}
namespace blockwise_quantization {
inline constexpr int scales = 0, zero_points = 1, block_size = 2;
}
namespace buffer {
inline constexpr int data = 0, offset = 1, size = 2;
}
namespace node {
inline constexpr int opcode_index = 0, inputs = 1, outputs = 2, builtin_options = 4,
                     intermediates = 8;
}
namespace conv_2d {
inline constexpr int padding = 0, stride_w = 1, stride_h = 2, activation = 3, dilation_w = 4,
                     dilation_h = 5;
}
namespace depthwise_conv_2d {
inline constexpr int padding = 0, stride_w = 1, stride_h = 2, depth_multiplier = 3, activation = 4,
                     dilation_w = 5, dilation_h = 6;
}
namespace pool_2d {
inline constexpr int padding = 0, stride_w = 1, stride_h = 2, filter_w = 3, filter_h = 4,
                     activation = 5;
}
namespace fully_connected {
inline constexpr int activation = 0, weights_format = 1, keep_num_dims = 2,
                     asymmetric_quantize_inputs = 3;
}
namespace softmax {
inline constexpr int beta = 0;
}
namespace add {
inline constexpr int activation = 0, pot_scale_int16 = 1;
}
namespace reducer {
inline constexpr int keep_dims = 0;
}
namespace batch_matmul {
inline constexpr int adjoint_x = 0, adjoint_y = 1, asymmetric_quantize_inputs = 2;
}
namespace concatenation {
inline constexpr int axis = 0, activation = 1;
}
namespace depth_to_space {
inline constexpr int block_size = 0;
}
namespace fake_quant {
inline constexpr int min = 0, max = 1, num_bits = 2, narrow_range = 3;
}
namespace gather {
inline constexpr int axis = 0, batch_dims = 1;
}
namespace gelu {
inline constexpr int approximate = 0;
}
namespace l2_normalization {
inline constexpr int activation = 0;
}
namespace leaky_relu {
inline constexpr int alpha = 0;
}
namespace mirror_pad {
inline constexpr int mode = 0;
}
namespace one_hot {
inline constexpr int axis = 0;
}
namespace pack {
inline constexpr int values_count = 0, axis = 1;
}
namespace resize_bilinear {
inline constexpr int align_corners = 2, half_pixel_centers = 3;
}
namespace resize_nearest_neighbor {
inline constexpr int align_corners = 0, half_pixel_centers = 1;
}
namespace space_to_depth {
inline constexpr int block_size = 0;
}
namespace split {
inline constexpr int num_splits = 0;
}
namespace squeeze {
inline constexpr int squeeze_dims = 0;
}
namespace strided_slice {
inline constexpr int begin_mask = 0, end_mask = 1, ellipsis_mask = 2, new_axis_mask = 3,
                     shrink_axis_mask = 4, offset = 5;
}
namespace svdf {
inline constexpr int rank = 0, activation = 1, asymmetric_quantize_inputs = 2;
}
namespace transpose_conv {
inline constexpr int padding = 0, stride_w = 1, stride_h = 2, activation = 3;
}
namespace unidirectional_sequence_lstm {
inline constexpr int activation = 0, cell_clip = 1, time_major = 3, asymmetric_quantize_inputs = 4,
                     diagonal_recurrent_tensors = 5;
}
namespace unpack {
inline constexpr int num = 0, axis = 1;
}
}  // namespace octet::field
