// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Layers on oneDNN: int8 in and out, weights in the layout that it asks for. Zero points are 0,
// which is its faster case.
#include <dlfcn.h>

#include <cstdlib>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <unordered_map>

#include "contestant.hpp"

namespace octet_bench {

namespace {

using dnnl::memory;
using codes = memory::data_type;

struct onednn_layer {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};
  layer_data data;
  tensor<std::int8_t> output;
  dnnl::primitive primitive;
  std::unordered_map<int, memory> arguments;

  explicit onednn_layer(const layer& l) : data(l), output(l.output_count()) {}

  dnnl::primitive_attr attributes() const {
    std::vector<float> scales;
    for (float s : data.filter_scales) scales.push_back(data.input_scale * s / data.output_scale);
    dnnl::primitive_attr a;
    a.set_output_scales(1 << 1, scales);
    return a;
  }

  template <class Description>
  void finish(const Description& d, const memory::desc& filter) {
    memory given(filter, engine, data.filter.data());
    memory packed(d.weights_desc(), engine);
    dnnl::reorder(given, packed).execute(stream, given, packed);
    stream.wait();
    arguments = {{DNNL_ARG_SRC, memory(d.src_desc(), engine, data.input.data())},
                 {DNNL_ARG_WEIGHTS, packed},
                 {DNNL_ARG_BIAS, memory(d.bias_desc(), engine, data.bias.data())},
                 {DNNL_ARG_DST, memory(d.dst_desc(), engine, output.data())}};
    primitive = dnnl::primitive(d);
  }
};

void make_product(onednn_layer& o, const layer& l) {
  const memory::desc in({l.height, l.inputs}, codes::s8, memory::format_tag::ab);
  const memory::desc any({l.outputs, l.inputs}, codes::s8, memory::format_tag::any);
  const memory::desc bias({l.outputs}, codes::s32, memory::format_tag::a);
  const memory::desc out({l.height, l.outputs}, codes::s8, memory::format_tag::ab);
  const dnnl::inner_product_forward::desc d(dnnl::prop_kind::forward_inference, in, any, bias, out);
  const dnnl::inner_product_forward::primitive_desc p(d, o.attributes(), o.engine);
  o.finish(p, memory::desc({l.outputs, l.inputs}, codes::s8, memory::format_tag::ab));
}

void make_convolution(onednn_layer& o, const layer& l) {
  const octet::window_2d w = l.window();
  const auto after = [](const octet::window_axis& a, int input) -> memory::dim {
    return std::max((a.output - 1) * a.stride + a.size - input - a.pad, 0);
  };
  const bool depthwise = l.kind == "dw";
  const memory::dims filter =
      depthwise ? memory::dims{l.outputs, 1, 1, l.kernel_height, l.kernel_width}
                : memory::dims{l.outputs, l.inputs, l.kernel_height, l.kernel_width};
  const memory::desc in({1, l.inputs, l.height, l.width}, codes::s8, memory::format_tag::nhwc);
  const memory::desc any(filter, codes::s8, memory::format_tag::any);
  const memory::desc bias({l.outputs}, codes::s32, memory::format_tag::a);
  const memory::desc out({1, l.outputs, w.y.output, w.x.output}, codes::s8,
                         memory::format_tag::nhwc);
  const dnnl::convolution_forward::desc d(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, in, any, bias, out,
      {l.stride, l.stride}, {w.y.pad, w.x.pad}, {after(w.y, l.height), after(w.x, l.width)});
  const dnnl::convolution_forward::primitive_desc p(d, o.attributes(), o.engine);
  o.finish(p, memory::desc(filter, codes::s8,
                           depthwise ? memory::format_tag::hwigo : memory::format_tag::ohwi));
}

/// One thread. The OpenMP runtime is whichever oneDNN was linked with, and it has read its
/// environment before main began.
void use_one_thread() {
  using set_threads = void (*)(int);
  if (void* found = dlsym(RTLD_DEFAULT, "omp_set_num_threads")) {
    reinterpret_cast<set_threads>(found)(1);
  }
}

}  // namespace

runner onednn_runner(const layer& l) {
  use_one_thread();
  auto o = std::make_shared<onednn_layer>(l);
  l.kind == "fc" ? make_product(*o, l) : make_convolution(*o, l);
  return [o] {
    o->primitive.execute(o->stream, o->arguments);
    o->stream.wait();
  };
}

void limit_onednn(octet::simd_target target) {
  if (std::getenv("ONEDNN_MAX_CPU_ISA") != nullptr) return;
  if (target == octet::simd_target::avx512_amx) return;
  dnnl::set_max_cpu_isa(target == octet::simd_target::avx512_vnni ? dnnl::cpu_isa::avx512_core_vnni
                                                                  : dnnl::cpu_isa::avx2);
}

}  // namespace octet_bench
